using System.Text.Json.Serialization.Metadata;
using Tallydesk.Chats;
using Tallydesk.Credits;
using Tallydesk.Explanations;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Queues;
using Tallydesk.Reports;
using Tallydesk.Tickets;

namespace Tallydesk.Requests;

/// <summary>
/// Which fields of records are in HTTP responses, and under which names: <c>field</c>, <c>field=name</c>, or
/// <c>part.field</c> for a field of a part. A record without an entry is returned completely.
/// </summary>
internal static class ApiFields
{
    // csharpier-ignore
    private static readonly Dictionary<Type, string> Lines = new()
    {
        [typeof(AccountView)] = "balance waiting low=lowBalance",
        [typeof(AssessmentView)] = "revision category price coverage state acknowledgementNeeded rules policyVersion by at note upgrade",
        [typeof(AnsweredPromise)] = "askedAt dueAt answeredAt isMet=met",
        [typeof(ChatView)] = "id status subject customer=customerId customerName license=licenseNumber edition startedAt engineer waitingSince ticket messages version",
        [typeof(LedgerCheck)] = "agrees accounts balances totals gaps differences ended.waiting=waitingAfterEnd ended.charged=chargedAfterEnd inFlight sharedOrders",
        [typeof(ModificationQuota)] = "start end allowed used",
        [typeof(PolicyVersionList)] = "inForce versions=items",
        [typeof(QueueItem)] = "card.number card.subject card.status card.customer=customerId card.customerName card.license=licenseNumber card.edition card.coverage card.category card.price card.charged vip card.urgent card.assignee card.askedAt card.waitingSince dueAt card.version",
        [typeof(ReportTable)] = "name=report title rowHeading columns rows",
        [typeof(RunningPromise)] = "askedAt dueAt isBreached=breached",
        [typeof(Shortage)] = "required available waitingBefore missing",
        [typeof(SplitView)] = "messages=messageIds child=number",
        [typeof(TicketCard)] = "number status subject customer=customerId customerName license=licenseNumber desk askedAt category price charged assignee urgent changedAt version",
        [typeof(TicketView)] = "number status subject customer=customerId customerName license=licenseNumber edition desk askedAt coverageWhenAsked=coverage coveredUntil categoryHint preAgreedUpTo category revision price assessment agreed charged chargeInFlight shortage assignee urgent urgencyReason waitingSince parent chat repliesTo splits followUps outcome resolutionNote endedAt mergedInto merged fixedIn fixNeedsSubscription promises version",
    };

    /// <summary>Sentences that are made from a record whenever it goes out.</summary>
    private static readonly Dictionary<Type, Func<object, string>> Explanations = new()
    {
        [typeof(AssessmentView)] = made => PriceSentences.Of(PriceFacts.Of((AssessmentView)made), ReaderClock.Utc),
    };

    /// <summary>Whether a record goes out as its line says.</summary>
    public static bool Lists(Type type) => Lines.ContainsKey(type);

    /// <summary>Leaves a record the fields of its line.</summary>
    /// <exception cref="InvalidOperationException">The line names a field that the record doesn't have.</exception>
    public static void Choose(JsonTypeInfo record)
    {
        if (!Lines.TryGetValue(record.Type, out var line))
        {
            return;
        }

        List<JsonPropertyInfo> chosen = [.. line.Split(' ').Select(field => Find(record, field))];
        record.Properties.Clear();
        chosen.ForEach(record.Properties.Add);
        if (Explanations.TryGetValue(record.Type, out var explain))
        {
            var explanation = record.CreateJsonPropertyInfo(typeof(string), "explanation");
            explanation.Get = explain;
            explanation.IsGetNullable = false;
            record.Properties.Add(explanation);
        }
    }

    private static JsonPropertyInfo Find(JsonTypeInfo record, string field)
    {
        var (path, name) = field.Split('=') is [var own, var other] ? (own, other) : (field, field.Split('.')[^1]);
        if (path.Split('.') is not [var part, var inner])
        {
            var found = Named(record, path);
            found.Name = name;
            return found;
        }

        var outer = Named(record, part);
        var whole = ((IJsonTypeInfoResolver)ApiJson.Default).GetTypeInfo(outer.PropertyType, record.Options)!;
        var of = Named(whole, inner);
        var flat = record.CreateJsonPropertyInfo(of.PropertyType, name);
        flat.Get = value => of.Get!(outer.Get!(value)!);
        (flat.IsGetNullable, flat.IsSetNullable) = (of.IsGetNullable, of.IsSetNullable);
        flat.AttributeProvider = of.AttributeProvider;
        return flat;
    }

    private static JsonPropertyInfo Named(JsonTypeInfo record, string field) =>
        record.Properties.FirstOrDefault(property => property.Name == field)
        ?? throw new InvalidOperationException($"{record.Type.Name} has no field {field}.");
}
