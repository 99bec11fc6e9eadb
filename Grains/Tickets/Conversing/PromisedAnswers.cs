using System.Collections.Immutable;
using Tallydesk.Hours;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>The VIP care that applies when a ticket is answered or viewed.</summary>
/// <param name="Runs">The license's current VIP care; empty if there can be no response target.</param>
/// <param name="Terms">The policy's response terms, oldest first.</param>
internal sealed record CareNow(ImmutableArray<CareRun> Runs, ImmutableArray<AnswerTerms> Terms)
{
    /// <summary>No VIP care: no response target.</summary>
    public static CareNow None { get; } = new([], []);
}

/// <summary>The response targets of VIP care: one for each unanswered customer message (Policy E2).</summary>
internal static class PromisedAnswers
{
    /// <summary>
    /// Adds the response fact to a decision by staff: if the decision answers a message with a response
    /// target, the target was met if the answer came by the due time, otherwise missed (Policy E2). The fact comes first, so
    /// that the last row of a message is the message.
    /// </summary>
    public static Answer<Decision<TicketEvent>> With(
        Ticket ticket,
        Answer<Decision<TicketEvent>> decided,
        CareNow care,
        DateTimeOffset now
    ) => decided.Ok ? new Decision<TicketEvent>(With(ticket, decided.Value.Events, care, now)) : decided;

    /// <summary>Adds the response facts to events by staff.</summary>
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

    /// <summary>A ticket's response targets and whether they were met; null if there were none.</summary>
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
