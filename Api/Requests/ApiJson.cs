using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Tallydesk.Audit;
using Tallydesk.Batches;
using Tallydesk.Chats;
using Tallydesk.Credits;
using Tallydesk.Customers;
using Tallydesk.Enquiries;
using Tallydesk.Evaluations;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.People;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Queues;
using Tallydesk.Search;
using Tallydesk.Tickets;
using Tallydesk.Webhooks;

namespace Tallydesk.Requests;

/// <summary>
/// The JSON of <c>/v1</c>: camelCase names, enums as camelCase strings, nulls left out unless the field's absence would
/// leave a question. Read strictly: unknown and repeated fields, numbers in strings and fractions are refused.
/// </summary>
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(AddedMessage))]
[JsonSerializable(typeof(Attachment))]
[JsonSerializable(typeof(BatchAnswers))]
[JsonSerializable(typeof(ChatReceipt))]
[JsonSerializable(typeof(ChatView))]
[JsonSerializable(typeof(ClaimedTicket))]
[JsonSerializable(typeof(CreditReceipt))]
[JsonSerializable(typeof(CustomerBody))]
[JsonSerializable(typeof(CustomerChanges))]
[JsonSerializable(typeof(DeliveryBody))]
[JsonSerializable(typeof(EnquiryBody))]
[JsonSerializable(typeof(EnquiryRow))]
[JsonSerializable(typeof(EvaluationsBody))]
[JsonSerializable(typeof(Reports.LedgerCheck))]
[JsonSerializable(typeof(LicenseBody))]
[JsonSerializable(typeof(ListBody<AuditRowBody>))]
[JsonSerializable(typeof(ListBody<ChatMessage>))]
[JsonSerializable(typeof(ListBody<ChatView>))]
[JsonSerializable(typeof(ListBody<CustomerBody>))]
[JsonSerializable(typeof(ListBody<DeliveryBody>))]
[JsonSerializable(typeof(ListBody<DeskBody>))]
[JsonSerializable(typeof(ListBody<EnquiryRow>))]
[JsonSerializable(typeof(ListBody<EventTypeBody>))]
[JsonSerializable(typeof(ListBody<LicenseBody>))]
[JsonSerializable(typeof(ListBody<MessageBody>))]
[JsonSerializable(typeof(ListBody<PersonBody>))]
[JsonSerializable(typeof(ListBody<StatementRow>))]
[JsonSerializable(typeof(ListBody<TicketCard>))]
[JsonSerializable(typeof(ListBody<TokenBody>))]
[JsonSerializable(typeof(ListBody<WebhookBody>))]
[JsonSerializable(typeof(MadeAssessment))]
[JsonSerializable(typeof(MadeToken))]
[JsonSerializable(typeof(MeBody))]
[JsonSerializable(typeof(NewAdjustment))]
[JsonSerializable(typeof(NewAssessment))]
[JsonSerializable(typeof(NewAssignee))]
[JsonSerializable(typeof(NewCare))]
[JsonSerializable(typeof(NewBatch))]
[JsonSerializable(typeof(NewChat))]
[JsonSerializable(typeof(NewChatMessage))]
[JsonSerializable(typeof(NewChatTicket))]
[JsonSerializable(typeof(NewConsent))]
[JsonSerializable(typeof(NewCoverage))]
[JsonSerializable(typeof(NewCustomer))]
[JsonSerializable(typeof(NewEnquiry))]
[JsonSerializable(typeof(NewEnquiryAnswer))]
[JsonSerializable(typeof(NewEvaluations))]
[JsonSerializable(typeof(NewLicense))]
[JsonSerializable(typeof(NewMerge))]
[JsonSerializable(typeof(NewMessage))]
[JsonSerializable(typeof(NewOwnToken))]
[JsonSerializable(typeof(NewPeriod))]
[JsonSerializable(typeof(NewPerson))]
[JsonSerializable(typeof(NewPurchase))]
[JsonSerializable(typeof(NewQuote))]
[JsonSerializable(typeof(NewResolution))]
[JsonSerializable(typeof(NewRevocation))]
[JsonSerializable(typeof(NewRole))]
[JsonSerializable(typeof(NewSplit))]
[JsonSerializable(typeof(NewTicket))]
[JsonSerializable(typeof(NewToken))]
[JsonSerializable(typeof(NewUpgradeSubscription))]
[JsonSerializable(typeof(NewUrgency))]
[JsonSerializable(typeof(NewWaiver))]
[JsonSerializable(typeof(NewWebhook))]
[JsonSerializable(typeof(OpenedTicket))]
[JsonSerializable(typeof(PersonBody))]
[JsonSerializable(typeof(PolicyVersionList))]
[JsonSerializable(typeof(PolicyVersionView))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(QueueSnapshot))]
[JsonSerializable(typeof(QuoteBody))]
[JsonSerializable(typeof(Reports.ReportTable))]
[JsonSerializable(typeof(SearchBody))]
[JsonSerializable(typeof(SentEnquiry))]
[JsonSerializable(typeof(SplitOffTicket))]
[JsonSerializable(typeof(SupportHoursBody))]
[JsonSerializable(typeof(SupportPolicy))]
[JsonSerializable(typeof(TicketChargesBody))]
[JsonSerializable(typeof(TicketState))]
[JsonSerializable(typeof(TicketView))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(WebhookBody))]
[JsonSerializable(typeof(WebhookChanges))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(string))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>How deep a body may be.</summary>
    public const int Depth = 32;

    /// <summary>Sets the process's JSON over HTTP up.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolver = JsonTypeInfoResolver
            .Combine(Default, options.TypeInfoResolver)
            .WithAddedModifier(ApiFields.Choose);
        options.MaxDepth = Depth;
        options.PropertyNameCaseInsensitive = false;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        // Bodies are JSON in their own right and never part of a page.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }
}
