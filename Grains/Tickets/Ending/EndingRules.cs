using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>How tickets end (Policy D12).</summary>
internal static class EndingRules
{
    private const int LongestNote = 2_000;
    private const int LongestRelease = 40;

    /// <summary>
    /// Resolves the ticket. A duplicate costs nothing, with a new revision at price 0, and so does a bug that a
    /// release fixes (Policy G2). In all other cases, charges stay unless staff waive them, and waiting charges end: work
    /// that is referred to custom development costs what was accepted and paid before. The customer always gets a message
    /// if there is no solution: without a note from staff, the policy's text is used (Policy J3).
    /// </summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="origin">The command.</param>
    /// <param name="command">The resolution.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="now">The current time.</param>
    public static Answer<Decision<TicketEvent>> Resolve(
        Ticket ticket,
        Origin origin,
        ResolveTicket command,
        SupportPolicy policy,
        DateTimeOffset now
    )
    {
        var refusal =
            TicketTable.Refuse(ticket, TicketAction.Resolve, origin.Actor)
            ?? Fields.OptionalText("note", command.Note, LongestNote)
            ?? RefuseFix(ticket, command)
            ?? SettlementRules.RefuseInFlight(ticket);
        if (refusal is not null)
        {
            return refusal;
        }

        var note = string.IsNullOrWhiteSpace(command.Note) ? WordsOf(command.Outcome, policy.Texts) : command.Note;
        var resolved = new TicketResolved(command.Outcome, StatusOf(command.Outcome), note, origin, now)
        {
            FixedIn = command.FixedIn,
        };
        return command switch
        {
            { Outcome: TicketOutcome.Duplicate }
                when ticket.Agreed is { } agreed
                    && (agreed.Price > CreditAmount.Zero || agreed.FreeModification is not null) =>
                Decision<TicketEvent>.Of(
                    new AssessmentAgreed(
                        Free(ticket, agreed, origin.Actor, now),
                        AgreementBasis.Duplicate,
                        origin,
                        now
                    ),
                    resolved
                ),
            { FixedIn: not null } when !IsBug(ticket.Agreed) => Decision<TicketEvent>.Of(
                new AssessmentAgreed(Bug(ticket, policy, origin.Actor, now), AgreementBasis.NoneNeeded, origin, now),
                resolved
            ),
            _ => Decision<TicketEvent>.Of(resolved),
        };
    }

    /// <summary>Withdraws the ticket: what is pending ends, a charge stays unless staff waive it.</summary>
    public static Answer<Decision<TicketEvent>> Withdraw(Ticket ticket, Origin origin, DateTimeOffset now)
    {
        var refusal =
            TicketTable.Refuse(ticket, TicketAction.Withdraw, origin.Actor) ?? SettlementRules.RefuseInFlight(ticket);
        return refusal is not null ? refusal : Decision<TicketEvent>.Of(new TicketWithdrawn(origin, now));
    }

    /// <summary>Closes a solved ticket.</summary>
    public static Answer<Decision<TicketEvent>> Close(Ticket ticket, Actor actor, DateTimeOffset now) =>
        TicketTable.Refuse(ticket, TicketAction.Close, actor) is { } refusal
            ? refusal
            : Decision<TicketEvent>.Of(new TicketClosed(Author.Of(actor), now));

    private static Assessment Free(Ticket ticket, Assessment agreed, Actor actor, DateTimeOffset now) =>
        agreed with
        {
            Revision = ticket.LastRevision + 1,
            Price = CreditAmount.Zero,
            Rules = ["D12"],
            By = Author.Of(actor),
            At = now,
        };

    /// <summary>The release of a fix is required to solve a product bug, and allowed only with the outcome solved (Policy G2).</summary>
    private static Refusal? RefuseFix(Ticket ticket, ResolveTicket command) =>
        (command.FixedIn, command.Outcome) switch
        {
            (null, TicketOutcome.Solved) when ticket.Agreed?.Category == Category.ProductBug => Fields.Invalid(
                "fixedIn",
                $"Enter the release that fixes this product bug: fixedIn must have 1 to {LongestRelease} characters."
            ),
            (null, _) => null,
            (_, not TicketOutcome.Solved) => Fields.Invalid(
                "fixedIn",
                "fixedIn can only be set with the outcome solved."
            ),
            var (release, _) => Fields.Text("fixedIn", release, LongestRelease),
        };

    private static bool IsBug(Assessment? assessment) =>
        assessment?.Category is Category.SecurityBug or Category.ProductBug;

    private static Assessment Bug(Ticket ticket, SupportPolicy policy, Actor actor, DateTimeOffset now)
    {
        var priced = PriceRules.Assess(policy, new(Category.ProductBug, ticket.Coverage, ticket.AskedAt));
        return AssessmentRules.AssessmentOf(ticket, priced.Value!, actor, now);
    }

    private static string? WordsOf(TicketOutcome outcome, PolicyTexts texts) =>
        outcome switch
        {
            TicketOutcome.CannotBeSolved => texts.NoGuarantee,
            TicketOutcome.ReferredToCustomDevelopment => texts.CustomDevelopment,
            _ => null,
        };

    private static TicketStatus StatusOf(TicketOutcome outcome) =>
        outcome switch
        {
            TicketOutcome.Solved => TicketStatus.Solved,
            TicketOutcome.Duplicate or TicketOutcome.CannotBeSolved => TicketStatus.Closed,
            TicketOutcome.ReferredToCustomDevelopment => TicketStatus.ReferredToCustomDevelopment,
            _ => throw new InvalidOperationException($"{outcome} is no outcome."),
        };
}
