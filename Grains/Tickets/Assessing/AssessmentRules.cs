using Tallydesk.Amounts;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>Assessment and the customer's decision on it (Policy D1 to D5, D7, D8).</summary>
internal static class AssessmentRules
{
    private const int LongestNote = 2_000;

    /// <summary>
    /// Assesses the ticket. A price that is pre-approved or covered by an earlier acceptance takes effect immediately, as
    /// does one that doesn't have to be accepted; otherwise the customer is asked first. A waiver or coverage applied to the category
    /// stays in effect (Policy D6, B9).
    /// </summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="origin">The command.</param>
    /// <param name="command">The assessment by staff.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="balance">The customer's balance, stored with a proposal (Policy D2); null if unknown.</param>
    /// <param name="now">The current time.</param>
    /// <param name="modification">The operation key of the license's free minor modification (Policy E3).</param>
    public static Answer<Decision<TicketEvent>> Assess(
        Ticket ticket,
        Origin origin,
        AssessTicket command,
        SupportPolicy policy,
        CreditAmount? balance,
        DateTimeOffset now,
        string? modification = null
    )
    {
        var refusal =
            TicketTable.Refuse(ticket, TicketAction.Assess, origin.Actor)
            ?? Fields.OptionalText("note", command.Note, LongestNote)
            ?? SettlementRules.RefuseInFlight(ticket);
        if (refusal is not null)
        {
            return refusal;
        }

        var isMinor = command is { Category: Category.ComplexModification, MinorModification: true };
        var free = isMinor ? modification ?? ticket.FreeModification : null;
        var asked = new AssessmentCase(command.Category, ticket.Coverage, ticket.AskedAt)
        {
            Credits = command.Credits,
            Upgrade = command.Upgrade,
            MinorModification = command.MinorModification,
            // A used one is returned if the policy no longer includes any.
            HasFreeModification = free is not null && policy.Care.MinorModificationsPerMonth > 0,
        };
        var price = ReliefRules.Price(policy, ticket, asked);
        if (!price.Ok)
        {
            return price.Refusal;
        }

        var (priced, relief) = price.Value;

        var agreement = AgreementOf(ticket);
        var assessment = AssessmentOf(ticket, priced, origin.Actor, now) with
        {
            Note = command.Note,
            Upgrade = command.Upgrade,
            Acknowledged = priced.AcknowledgementNeeded && AgreementRules.IsAcknowledged(priced, agreement),
            FreeModification = priced.Price == CreditAmount.Zero ? free : null,
        };
        return Decision<TicketEvent>.Of(
            AgreementRules.IsAgreed(priced, agreement)
                ? new AssessmentAgreed(assessment, relief?.Basis ?? BasisOf(priced, agreement), origin, now)
                {
                    Reason = relief?.Reason,
                }
                : new AssessmentProposed(assessment, balance, origin, now)
        );
    }

    /// <summary>
    /// The customer's decision on the newest assessment (Policy D4). An accepted assessment takes effect. Declining the first one
    /// leaves the ticket unassessed; declining an increase restores the earlier one as a new revision (Policy D8). Accepting
    /// an upgrade includes accepting its terms, whatever was accepted in advance (Policy C7).
    /// </summary>
    public static Answer<Decision<TicketEvent>> Decide(
        Ticket ticket,
        Origin origin,
        DecideConsent command,
        DateTimeOffset now
    )
    {
        var refusal =
            TicketTable.Refuse(ticket, TicketAction.Decide, origin.Actor)
            ?? SettlementRules.RefuseInFlight(ticket)
            ?? RefuseRevision(ticket, command.Revision);
        if (refusal is not null)
        {
            return refusal;
        }

        var proposed = ticket.Proposed!;
        if (command.Decision == ConsentDecision.Decline)
        {
            return Decision<TicketEvent>.Of(Declined(ticket, origin, now));
        }

        return proposed.AcknowledgementNeeded && !command.Acknowledged
            ? new Refusal(
                RefusalCode.AcknowledgementRequired,
                "Read and accept the upgrade terms first."
            ).With("field", "acknowledged")
            : Decision<TicketEvent>.Of(
                new AssessmentAgreed(
                    proposed with
                    {
                        Acknowledged = proposed.AcknowledgementNeeded,
                    },
                    AgreementBasis.Consent,
                    origin,
                    now
                )
                {
                    Reason = ReliefRules.ReasonOf(ticket, proposed),
                }
            );
    }

    /// <summary>Whether and how the customer has agreed to a price (Policy D3, D7, C7).</summary>
    internal static PriorAgreement AgreementOf(Ticket ticket) =>
        new(
            ticket.PreAgreedUpTo,
            ticket.Agreed?.Price ?? CreditAmount.Zero,
            ticket.Acknowledged,
            ticket.Agreed is { Acknowledged: true }
        );

    /// <summary>A price as the ticket's next revision.</summary>
    internal static Assessment AssessmentOf(Ticket ticket, PricedAssessment priced, Actor actor, DateTimeOffset now) =>
        new(
            ticket.LastRevision + 1,
            priced.Category,
            priced.Price,
            priced.Coverage.Basis,
            priced.Coverage.Interval,
            priced.Rules,
            priced.PolicyVersion,
            Author.Of(actor),
            now
        )
        {
            AcknowledgementNeeded = priced.AcknowledgementNeeded,
            Parts = priced.Parts,
        };

    private static TicketEvent Declined(Ticket ticket, Origin origin, DateTimeOffset now) =>
        ticket.Agreed is { } earlier
            ? new AssessmentAgreed(
                earlier with
                {
                    Revision = ticket.LastRevision + 1,
                    At = now,
                },
                AgreementBasis.IncreaseDeclined,
                origin,
                now
            )
            : new AssessmentDeclined(ticket.LastRevision, Author.Of(origin.Actor), now);

    private static Refusal? RefuseRevision(Ticket ticket, int revision)
    {
        if (revision < 1 || revision > ticket.LastRevision)
        {
            return new Refusal(
                RefusalCode.NothingToDecide,
                $"Ticket {ticket.Number} has no assessment with revision {revision}."
            ).With("revision", revision);
        }

        if (revision < ticket.LastRevision)
        {
            return new Refusal(
                RefusalCode.RevisionSuperseded,
                $"This price was replaced by a newer one (revision {ticket.LastRevision}). Review the new price first."
            )
                .With("revision", revision)
                .With("newest", ticket.LastRevision);
        }

        return ticket.Proposed is null
            ? new Refusal(RefusalCode.AlreadyDecided, $"This price was already accepted or declined.").With(
                "revision",
                revision
            )
            : null;
    }

    private static AgreementBasis BasisOf(PricedAssessment priced, PriorAgreement agreement) =>
        priced is { ConsentNeeded: false, AcknowledgementNeeded: false } ? AgreementBasis.NoneNeeded
        : priced.Price <= agreement.AgreedPrice ? AgreementBasis.EarlierAgreement
        : AgreementBasis.Ceiling;
}
