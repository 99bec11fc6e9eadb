using System.Collections.Immutable;
using Tallydesk.Hours;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>VIP care as a ticket finds it when it is answered or looked at.</summary>
/// <param name="Runs">The license's care as it stands; empty where an answer can't be promised.</param>
/// <param name="Terms">What the policy promised, oldest first.</param>
internal sealed record CareNow(ImmutableArray<CareRun> Runs, ImmutableArray<AnswerTerms> Terms)
{
    /// <summary>No care: nothing is promised.</summary>
    public static CareNow None { get; } = new([], []);
}

/// <summary>The facts of VIP care's promise: one for each unanswered customer message (Policy E2).</summary>
internal static class PromisedAnswers
{
    /// <summary>
    /// A decision of staff with the fact that belongs to it: where the decision answers a message that was promised an
    /// answer, it was met when it came at the due instant or before, else breached (Policy E2). The fact stands first, so
    /// that the last row of a message is the message.
    /// </summary>
    public static Answer<Decision<TicketEvent>> With(
        Ticket ticket,
        Answer<Decision<TicketEvent>> decided,
        CareNow care,
        DateTimeOffset now
    ) => decided.Ok ? new Decision<TicketEvent>(With(ticket, decided.Value.Events, care, now)) : decided;

    /// <summary>Events of staff with the fact that belongs to them.</summary>
    public static ImmutableArray<TicketEvent> With(
        Ticket ticket,
        ImmutableArray<TicketEvent> events,
        CareNow care,
        DateTimeOffset now
    )
    {
        if (care.Runs.IsEmpty || ticket.WaitingSince is not { } asked)
        {
            return events;
        }

        var isAnswered = events.Aggregate(ticket, TicketApply.Apply).WaitingSince is null;
        return isAnswered && ResponseTargetRules.DueAt(asked, care.Runs, care.Terms, now) is { } due
            ? events.Insert(0, new PromisedAnswerGiven(new(asked, due, now, now <= due)))
            : events;
    }

    /// <summary>What was promised on a ticket and how it was kept; null where nothing was promised.</summary>
    public static AnswerPromises? View(Ticket ticket, CareNow care, DateTimeOffset now)
    {
        var due =
            ticket.WaitingSince is { } asked && !care.Runs.IsEmpty
                ? ResponseTargetRules.DueAt(asked, care.Runs, care.Terms, now)
                : null;
        return due is null && ticket.LastPromise is null
            ? null
            : new(
                ticket.PromisesMet,
                ticket.PromisesBreached,
                ticket.LastPromise,
                due is { } dueAt ? new(ticket.WaitingSince!.Value, dueAt, dueAt < now) : null
            );
    }
}
