using Tallydesk.Amounts;
using Tallydesk.Chats;
using Tallydesk.Credits;
using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Tests.Crashes.Flows;

/// <summary>The people of every flow, and their commands. A command's id is its name, so that a second run repeats it.</summary>
internal static class Vendor
{
    public static readonly Actor Admin = new("usr-admin", "Ada", Role.Admin);
    private static readonly DateTimeOffset Bought = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);
    private static readonly Actor Engineer = new("usr-engineer", "Erin", Role.Engineer);
    private static readonly LicenseNumber License = new("CRASH-1");
    private static readonly LicenseNumber LicenseWithCare = new("CRASH-VIP");

    /// <summary>The one customer.</summary>
    public static CustomerId Customer { get; } = CustomerId.For(new("create"));

    /// <summary>The customer's account.</summary>
    public static AccountId Account => Customer.Account;

    private static Actor Owner { get; } = new("usr-owner", "Olga", Role.Customer, Customer);

    /// <summary>The one chat.</summary>
    public static ChatId Chat { get; } = ChatId.For(new("chat: start"));

    /// <summary>Makes the customer known.</summary>
    public static async Task CreateAsync(this Desk desk) =>
        await Desk.ValueAsync(() =>
            desk.Grain<ICustomerGrain>(Customer.Value)
                .CreateAsync(By(Admin, "create"), new("Olga", "olga@example.com", null))
        );

    /// <summary>Registers the license, which grants 50 credits.</summary>
    public static async Task RegisterAsync(this Desk desk)
    {
        var registered = await Desk.ValueAsync(() =>
            desk.Grain<ICustomerGrain>(Customer.Value)
                .RegisterLicenseAsync(By(Admin, "register"), new(License, "CS-Cart", Bought, null, null, default))
        );
        await desk.AnsweredAsync(
            new("register"),
            $"{registered.Kind}, granted {registered.GrantedCredits}, version {registered.Version}",
            registered
        );
    }

    /// <summary>Registers the license as one whose care has ended, and buys another year that begins now.</summary>
    public static async Task BuyCareAsync(this Desk desk)
    {
        var ended = Bought.AddYears(-5);
        await Desk.ValueAsync(() =>
            desk.Grain<ICustomerGrain>(Customer.Value)
                .RegisterLicenseAsync(
                    By(Admin, "register"),
                    new(License, "Multi-Vendor Ultimate", ended, null, null, default)
                )
        );
        await Desk.ValueAsync(() =>
            desk.Grain<ILicenseGrain>(License.GrainKey)
                .BuyCoverageAsync(By(Admin, "care"), new(CoverageBasis.Vip, 1, "care-1", null, null))
        );
    }

    /// <summary>Makes the customer known, with a license and 50 credits.</summary>
    public static async Task EquipAsync(this Desk desk)
    {
        await desk.CreateAsync();
        await desk.RegisterAsync();
    }

    /// <summary>Revokes the license.</summary>
    public static async Task RevokeAsync(this Desk desk)
    {
        var revoked = await Desk.ValueAsync(() =>
            desk.Grain<ICustomerGrain>(Customer.Value)
                .RevokeLicenseAsync(By(Admin, "revoke"), new(License, "Paid back"))
        );
        await desk.AnsweredAsync(new("revoke"), $"revoked, version {revoked.Version}", revoked);
    }

    /// <summary>Opens a ticket.</summary>
    public static Task<TicketReceipt> OpenAsync(this Desk desk, string ticket, CreditAmount? preAgreedUpTo = null) =>
        desk.DoAsync(
            ticket,
            "open",
            Owner,
            (grain, by) => grain.OpenAsync(by, new(License, "Subject", "Question", null, preAgreedUpTo, false))
        );

    /// <summary>The customer writes into a ticket.</summary>
    public static Task<TicketReceipt> PostAsync(this Desk desk, string ticket, string body) =>
        desk.DoAsync(ticket, $"post {body}", Owner, (grain, by) => grain.PostAsync(by, new(body, false)));

    /// <summary>An engineer assesses a ticket.</summary>
    public static Task<TicketReceipt> AssessAsync(
        this Desk desk,
        string ticket,
        Category category,
        CreditAmount? credits = null
    ) =>
        desk.DoAsync(
            ticket,
            $"assess {category}",
            Engineer,
            (grain, by) => grain.AssessAsync(by, new(category, credits, null, false, null))
        );

    /// <summary>An engineer assesses a ticket as a minor modification.</summary>
    public static Task<TicketReceipt> AssessMinorAsync(this Desk desk, string ticket) =>
        desk.DoAsync(
            ticket,
            "assess minor",
            Engineer,
            (grain, by) => grain.AssessAsync(by, new(Category.ComplexModification, null, null, true, null))
        );

    /// <summary>The customer accepts an assessment.</summary>
    public static Task<TicketReceipt> AcceptAsync(this Desk desk, string ticket, int revision) =>
        desk.DoAsync(
            ticket,
            $"accept {revision}",
            Owner,
            (grain, by) => grain.DecideAsync(by, new(revision, ConsentDecision.Accept, false))
        );

    /// <summary>An engineer closes a ticket that can't be solved.</summary>
    public static Task<TicketReceipt> GiveUpAsync(this Desk desk, string ticket) =>
        desk.DoAsync(
            ticket,
            "give up",
            Engineer,
            (grain, by) => grain.ResolveAsync(by, new(TicketOutcome.CannotBeSolved, null))
        );

    /// <summary>An engineer waives what a ticket cost.</summary>
    public static Task<TicketReceipt> WaiveAsync(this Desk desk, string ticket) =>
        desk.DoAsync(ticket, "waive", Engineer, (grain, by) => grain.WaiveAsync(by, new("Goodwill")));

    /// <summary>An engineer splits messages off a ticket.</summary>
    public static Task<TicketReceipt> SplitAsync(this Desk desk, string ticket, params long[] messages) =>
        desk.DoAsync(
            ticket,
            "split",
            Engineer,
            (grain, by) => grain.SplitAsync(by, new([.. messages], "Other subject"))
        );

    /// <summary>An engineer ends the work on a ticket.</summary>
    public static Task<TicketReceipt> ResolveAsync(this Desk desk, string ticket, TicketOutcome outcome) =>
        desk.DoAsync(ticket, $"resolve {outcome}", Engineer, (grain, by) => grain.ResolveAsync(by, new(outcome, null)));

    /// <summary>An engineer merges a ticket into another.</summary>
    public static async Task<TicketReceipt> MergeAsync(this Desk desk, string ticket, string into)
    {
        var target = await Desk.ValueAsync(() => desk.Grain<ITicketGrain>(KeyOf(into)).ViewAsync(Engineer));
        return await desk.DoAsync(
            ticket,
            $"merge into {into}",
            Engineer,
            (grain, by) => Merging.MergeAsync(desk.Grains, grain, by, new(target.Id, target.Number))
        );
    }

    /// <summary>The shop reports a purchase.</summary>
    public static async Task PurchaseAsync(this Desk desk, string order, long credits)
    {
        var bought = await Desk.ValueAsync(() =>
            desk.Grain<ICreditAccountGrain>(Account.Value).PurchaseAsync(By(Admin, order), new(order, new(credits)))
        );
        await desk.AnsweredAsync(new(order), $"+{bought.Amount}", bought);
    }

    /// <summary>Registers a license under VIP care, which runs for this year.</summary>
    public static async Task RegisterCareAsync(this Desk desk)
    {
        var bought = new DateOnly(TimeProvider.System.GetUtcNow().Year, 1, 1);
        await Desk.ValueAsync(() =>
            desk.Grain<ICustomerGrain>(Customer.Value)
                .RegisterLicenseAsync(
                    By(Admin, "register care"),
                    new(LicenseWithCare, "Multi-Vendor Ultimate", null, bought, null, default)
                )
        );
    }

    /// <summary>The customer starts the chat.</summary>
    public static Task StartChatAsync(this Desk desk, string question) =>
        desk.DoAsync("start", Owner, (chat, by) => chat.StartAsync(by, new(LicenseWithCare, question)));

    /// <summary>An engineer writes in the chat.</summary>
    public static Task SayAsync(this Desk desk, string body) =>
        desk.DoAsync("say", Engineer, (chat, by) => chat.SayAsync(by, new(body)));

    /// <summary>An engineer makes the chat a ticket.</summary>
    public static Task MakeTicketAsync(this Desk desk, string subject) =>
        desk.DoAsync("ticket", Engineer, (chat, by) => chat.MakeTicketAsync(by, new(subject, null, null)));

    private static async Task DoAsync(
        this Desk desk,
        string command,
        Actor actor,
        Func<IChatGrain, CommandContext, Task<Refusals.Answer<ChatReceipt>>> send
    )
    {
        var by = By(actor, $"chat: {command}");
        var receipt = await Desk.ValueAsync(() => send(desk.Grain<IChatGrain>(Chat.Value), by));
        await desk.AnsweredAsync(
            by.Id,
            $"{receipt.Status}, message {receipt.Message}, version {receipt.Version}",
            receipt
        );
    }

    private static async Task<TicketReceipt> DoAsync(
        this Desk desk,
        string ticket,
        string command,
        Actor actor,
        Func<ITicketGrain, CommandContext, Task<Refusals.Answer<TicketReceipt>>> send
    )
    {
        var by = By(actor, $"{ticket}: {command}");
        var receipt = await Desk.ValueAsync(() => send(desk.Grain<ITicketGrain>(KeyOf(ticket)), by));
        await desk.AnsweredAsync(
            by.Id,
            $"{receipt.Status}, charged {receipt.Charged}, version {receipt.Version}",
            receipt
        );
        return receipt;
    }

    private static string KeyOf(string ticket) => TicketId.For(new($"{ticket}: open")).Value;

    private static CommandContext By(Actor actor, string command) => new(actor, new CommandId(command));
}
