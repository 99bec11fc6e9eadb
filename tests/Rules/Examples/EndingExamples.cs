using System.Collections.Immutable;
using Tallydesk.Tests.Tickets;
using Tallydesk.Tickets;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Examples;

/// <summary>What becomes of tickets that are over (rule F4 of the policy), solved or closed on Monday, 2 March 2026, 09:00.</summary>
internal static class EndingExamples
{
    private static readonly Ticket Closed = new()
    {
        Number = 1,
        Customer = PureDesk.Owner.Customer!.Value,
        Status = TicketStatus.Closed,
        EndedAt = At("2026-03-02 09:00"),
    };

    internal static ImmutableArray<Example> All { get; } =
    [
        GoOn("2026-03-16 08:59:59.999", "reopened"),
        GoOn("2026-03-16 09:00", "too late"),
        Wait("2026-03-09 08:59:59.999", "solved"),
        Wait("2026-03-09 09:00", "closed"),
    ];

    private static Example GoOn(string at, string expected) =>
        new(
            "F4",
            $"closed, its customer goes on at {at}",
            policy => ReopeningRules.Reopen(Closed, PureDesk.Owner, policy, At(at)).Ok ? "reopened" : "too late",
            expected
        );

    private static Example Wait(string at, string expected) =>
        new(
            "F4",
            $"solved, nothing happens until {at}",
            policy =>
                ReopeningRules.CloseWhenDue(Closed with { Status = TicketStatus.Solved }, policy, At(at)) is null
                    ? "solved"
                    : "closed",
            expected
        );
}
