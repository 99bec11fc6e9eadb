using System.Reflection;
using Tallydesk.Background;
using Tallydesk.Chats;
using Tallydesk.Credits;
using Tallydesk.Customers;
using Tallydesk.Enquiries;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Mail;
using Tallydesk.People;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tickets;
using Tallydesk.Webhooks;

namespace Tallydesk.Tests.Contracts;

/// <summary>A kind of JSON in the database.</summary>
/// <param name="Place">What sort of rows it is in; names are unique within it.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Type">What it is read as.</param>
internal sealed record StoredKind(string Place, string Name, Type Type)
{
    /// <summary>The place of commands, of which the hash is stored.</summary>
    public const string Command = "command";

    /// <summary>The assemblies whose types are stored.</summary>
    public static Assembly[] Assemblies { get; } =
    [
        typeof(TicketCard).Assembly,
        typeof(Ticket).Assembly,
        typeof(FailedWorkBody).Assembly,
        typeof(PersonBody).Assembly,
        typeof(WebhookSecrets).Assembly,
    ];

    /// <summary>The kinds of cards.</summary>
    public static IReadOnlyDictionary<string, Type> Cards { get; } =
        new Dictionary<string, Type>
        {
            [CardKinds.Chat] = typeof(ChatView),
            [CardKinds.Customer] = typeof(CustomerView),
            [CardKinds.Enquiry] = typeof(EnquiryCard),
            [CardKinds.License] = typeof(LicenseView),
            [CardKinds.Ticket] = typeof(TicketCard),
        };

    /// <summary>The kinds of notices.</summary>
    public static IReadOnlyDictionary<string, Type> Notices { get; } =
        new Dictionary<string, Type>
        {
            [NoticeKinds.ChargePaid] = typeof(ChargePaid),
            [NoticeKinds.TicketMerged] = typeof(MergedTicket),
        };

    /// <summary>Methods of grains that take a command.</summary>
    public static IEnumerable<MethodInfo> CommandMethods { get; } =
        typeof(ITicketGrain)
            .Assembly.GetTypes()
            .Where(type => type.IsInterface)
            .SelectMany(type => type.GetMethods())
            .Where(method =>
                method.GetParameters() is [{ } first, ..] && first.ParameterType == typeof(CommandContext)
            );

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<StoredKind> All { get; } =
    [
        .. Assemblies.SelectMany(assembly => assembly.GetTypes()).SelectMany(OfAttribute),
        .. Cards.Select(card => new StoredKind("card", card.Key, card.Value)),
        .. Notices.Select(notice => new StoredKind("notice", notice.Key, notice.Value)),
        new("ledger", "entry", typeof(EntryBody)),
        new("texts", "texts", typeof(RowTexts)),
        .. Answers().Select(type => new StoredKind("answer", AliasOf(type), type)),
        new("rights", "person", typeof(PersonBody)),
        new("rights", "token", typeof(TokenBody)),
        new("rights", "webhook", typeof(WebhookBody)),
        new("rights", "file", typeof(Attachment)),
        new("rights", "failedWork", typeof(FailedWorkBody)),
        new("secret", "person", typeof(PersonSecrets)),
        new("secret", "webhook", typeof(WebhookSecrets)),
        new("secret", "mail", typeof(OutgoingMail)),
    ];

    /// <summary>Whether a type is what happens to a grain.</summary>
    public static bool IsEvent(Type type) =>
        type.BaseType is { IsAbstract: true } parent && parent.Name.EndsWith("Event", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{Place}/{Name}";

    private static IEnumerable<StoredKind> OfAttribute(Type type)
    {
        if (type.GetCustomAttribute<StoredAttribute>()?.Name is { } name)
        {
            var isEvent = IsEvent(type) || type == typeof(NothingChanged) || type == typeof(PolicyAdopted);
            var place =
                isEvent ? "history"
                : type.IsSubclassOf(typeof(JournaledState)) ? "state"
                : Command;
            yield return new(place, name, type);
        }
    }

    /// <summary>The answers that are recorded with their commands.</summary>
    private static IEnumerable<Type> Answers() =>
        CommandMethods
            .Select(method => method.ReturnType.GetGenericArguments().FirstOrDefault())
            .OfType<Type>()
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Answer<>))
            .Select(type => type.GetGenericArguments()[0])
            .Distinct();

    private static string AliasOf(Type type) => type.GetCustomAttribute<AliasAttribute>()!.Alias.Split('.')[^1];
}
