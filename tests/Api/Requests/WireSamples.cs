using Tallydesk.Chats;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Queues;
using Tallydesk.Tickets;

namespace Tallydesk.Tests.Requests;

/// <summary>Views with every field filled, and such with as few as can be. Instants have an offset, as a policy's have.</summary>
internal static class WireSamples
{
    public static readonly DateTimeOffset At = new(2026, 3, 2, 13, 5, 9, TimeSpan.FromHours(4));

    public static readonly Actor Engineer = new("eng-1", "Noor", Role.Engineer, null);

    public static readonly Actor Customer = new("cus-1", "Acme", Role.Customer, new CustomerId("cus-1"));

    private static readonly Assignee Noor = new("eng-1", "Noor");

    private static readonly Shortage Lack = Shortage.Of(new(50), new(20), new(10));

    private static readonly AssessmentView Assessed = new(
        2,
        Category.Upgrade,
        new(50),
        CoverageBasis.Credits,
        AssessmentState.Proposed,
        true,
        ["C2", "D2"],
        "2026-1",
        "Noor",
        At,
        "A note",
        new("4.3.1", "4.3.9")
    )
    {
        Parts = new(At) { Releases = 8, Upgrade = new(new(20), 2, new(5)) },
    };

    private static readonly AssessmentView Agreed = new(
        1,
        Category.Question,
        new(0),
        CoverageBasis.Vip,
        AssessmentState.Agreed,
        false,
        [],
        "2026-1",
        "Noor",
        At,
        null,
        null
    );

    public static readonly TicketView NewTicket = new()
    {
        Id = new("tic-1"),
        Number = 13,
        Version = 1,
        Status = TicketStatus.New,
        Customer = new("cus-1"),
        CustomerName = "Acme",
        License = new("ACME-1"),
        Edition = "CS-Cart",
        Desk = "support",
        Subject = "A <b>subject</b>",
        AskedAt = At,
        CoverageWhenAsked = CoverageBasis.SupportPeriod,
        Charged = new(0),
    };

    public static readonly TicketView Ticket = NewTicket with
    {
        Number = 12,
        Version = 9,
        Status = TicketStatus.AwaitingConsent,
        CoveredUntil = At,
        CategoryHint = Category.Upgrade,
        PreAgreedUpTo = new(5),
        Category = Assessed.Category,
        Revision = Assessed.Revision,
        Price = Assessed.Price,
        Assessment = Assessed,
        Agreed = Agreed,
        Charged = new(20),
        ChargeInFlight = true,
        Shortage = Lack,
        Assignee = Noor,
        Urgent = true,
        UrgencyReason = "Shop is down",
        WaitingSince = At,
        Parent = 3,
        Chat = new("cha-1"),
        RepliesTo = "a@example.com",
        Splits = [new([2, 4], 14)],
        FollowUps = [15],
        Outcome = TicketOutcome.CannotBeSolved,
        ResolutionNote = "Sorry",
        EndedAt = At,
        MergedInto = 16,
        Merged = [17, 18],
        FixedIn = "4.3.9",
        FixNeedsSubscription = true,
        Promises = new(1, 2, new(At, At, At, true), new(At, At, true)),
    };

    public static readonly TicketCard NewCard = new()
    {
        Id = new("tic-2"),
        Number = 13,
        Version = 1,
        Status = TicketStatus.New,
        Desk = "support",
        InQueue = true,
        Subject = "Subject",
        Customer = new("cus-1"),
        CustomerName = "Acme",
        License = new("ACME-1"),
        Edition = "CS-Cart",
        AskedAt = At,
        Coverage = CoverageBasis.Credits,
        ChangedAt = At,
    };

    public static readonly TicketCard Card = NewCard with
    {
        Number = 12,
        Version = 9,
        Status = TicketStatus.AwaitingConsent,
        WaitingSince = At,
        Urgent = true,
        CareStart = At,
        CareEnd = At,
        Coverage = CoverageBasis.SupportPeriod,
        Category = Category.ComplexModification,
        Price = new(50),
        Charged = new(20),
        Assignee = Noor,
        ShownSeq = 4,
    };

    public static readonly QueueItem Item = new(Card, true, At)
    {
        Replying = [new("eng-2", "Ada"), new("eng-3", "Bo")],
        Balance = new(80),
        CoveredUntil = At,
    };

    public static readonly QueueItem NewItem = new(NewCard, false, null);

    public static readonly TicketReceipt Receipt = new(12, 9, TicketStatus.AwaitingConsent, new(20))
    {
        Message = 5,
        Assessment = Assessed,
        Shortage = Lack,
    };

    public static readonly ChatView Chat = new()
    {
        Id = new("cha-1"),
        Version = 3,
        Status = ChatStatus.Taken,
        Customer = new("cus-1"),
        CustomerName = "Acme",
        License = new("ACME-1"),
        Edition = "CS-Cart",
        Subject = "Hello",
        StartedAt = At,
        Engineer = Noor,
        WaitingSince = At,
        Ticket = 12,
        Messages = 2,
        Newest = new(2, At, "Noor", Role.Engineer, "Hi"),
    };

    public static readonly StatementRow Charge = new(
        4,
        At,
        "charge",
        new(-20),
        new(80),
        12,
        1,
        [
            .. new LotSlice[]
            {
                new(1, LotSource.License, "ACME-1", new(15)),
                new(2, LotSource.Purchase, "order-1", new(5)),
            }.Select(StatementLot.Of),
        ],
        null
    )
    {
        Subject = "A <b>subject</b>",
        Category = Category.Investigation,
        Explanation = "Charged because you accepted 20 credits for Investigation on 2 Mar 2026, 09:05 UTC.",
        Operation = "tic-1/1/charge",
    };

    public static readonly StatementRow Adjustment = new(
        5,
        At,
        "adjustment",
        new(10),
        new(90),
        null,
        null,
        [StatementLot.Of(new(5, LotSource.Adjustment, "A gift", new(10)))],
        "A gift"
    );

    public static readonly AccountView Account = new(new(80), [new(12, 1, new(50))], 5) { Low = [new(new(100), At)] };
}
