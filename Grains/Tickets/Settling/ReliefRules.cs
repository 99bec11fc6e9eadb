using Tallydesk.Amounts;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>A price and the relief that it is based on.</summary>
/// <param name="Priced">The price.</param>
/// <param name="Relief">The relief; null if the category is priced as usual.</param>
internal sealed record ReliefPrice(PricedAssessment Priced, Relief? Relief);

/// <summary>How staff can remove a ticket's price: waivers (Policy D6) and coverage bought later (B9).</summary>
internal static class ReliefRules
{
    private const int LongestReason = 500;

    /// <summary>
    /// Waives the price: the assessed category takes effect at 0 as a new revision, including one that waits for acceptance,
    /// upgrade terms or credits, one that was declined as the first (Policy D6, D8, C7), and one whose charge stayed when the
    /// ticket ended (D12). A category that costs nothing stays unchanged, so a second waiver changes nothing.
    /// </summary>
    /// <remarks>Refused, after the table: <see cref="RefusalCode.InvalidField"/>, <see cref="RefusalCode.ChargeInFlight"/>, <see cref="RefusalCode.NotAssessed"/>.</remarks>
    public static Answer<Decision<TicketEvent>> Waive(
        Ticket ticket,
        Origin origin,
        WaiveTicket command,
        DateTimeOffset now
    )
    {
        var refusal =
            TicketTable.Refuse(ticket, TicketAction.Waive, origin.Actor)
            ?? Fields.Text("reason", command.Reason, LongestReason)
            ?? SettlementRules.RefuseInFlight(ticket);
        if (refusal is not null)
        {
            return refusal;
        }

        if (Assessed(ticket) is not { } assessed)
        {
            return NotAssessed(ticket);
        }

        if (assessed.Price == CreditAmount.Zero && assessed == ticket.Agreed)
        {
            return Decision<TicketEvent>.Nothing;
        }

        var by = Author.Of(origin.Actor);
        var free = assessed with
        {
            Revision = ticket.LastRevision + 1,
            Price = CreditAmount.Zero,
            Rules = [.. assessed.Rules, "D6"],
            By = by,
            At = now,
            AcknowledgementNeeded = false,
            Note = null,
        };
        return Decision<TicketEvent>.Of(
            new ReliefGiven(new(assessed.Category, now, Coverage: null, command.Reason), by),
            new AssessmentAgreed(free, AgreementBasis.Waiver, origin, now) { Reason = command.Reason }
        );
    }

    /// <summary>
    /// Applies the license's current coverage, such as VIP care bought while the ticket was open, to the assessed category
    /// (Policy B9). It can only remove the price (B1); upgrade terms still have to be accepted first (C7). A category that costs
    /// nothing stays unchanged, so a second application changes nothing, even after that coverage has ended.
    /// </summary>
    /// <remarks>
    /// Refused, after the table: <see cref="RefusalCode.InvalidField"/>, <see cref="RefusalCode.ChargeInFlight"/>,
    /// <see cref="RefusalCode.NotAssessed"/>, <see cref="RefusalCode.CoverageOutOfScope"/> also if nothing covers the
    /// license now, and if the price is 0 for another reason.
    /// </remarks>
    /// <param name="ticket">The ticket.</param>
    /// <param name="origin">The command.</param>
    /// <param name="command">Why.</param>
    /// <param name="license">The license's current coverage.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="balance">The customer's balance.</param>
    /// <param name="now">The time for which that coverage is decided.</param>
    public static Answer<Decision<TicketEvent>> ApplyCoverage(
        Ticket ticket,
        Origin origin,
        ApplyCoverage command,
        LicenseCoverage license,
        SupportPolicy policy,
        CreditAmount? balance,
        DateTimeOffset now
    )
    {
        var refusal =
            TicketTable.Refuse(ticket, TicketAction.ApplyCoverage, origin.Actor)
            ?? (command.Reason is null ? null : Fields.Text("reason", command.Reason, LongestReason))
            ?? SettlementRules.RefuseInFlight(ticket);
        if (refusal is not null)
        {
            return refusal;
        }

        if (Assessed(ticket) is not { } assessed)
        {
            return NotAssessed(ticket);
        }

        if (assessed.Price == CreditAmount.Zero && IsCoveredAlready(ticket, assessed))
        {
            return Decision<TicketEvent>.Nothing;
        }

        var relief = new Relief(assessed.Category, now, license, command.Reason);
        var asked = new AssessmentCase(assessed.Category, license, now)
        {
            Credits = assessed.Category == Category.ComplexModification ? assessed.Price : null,
            Upgrade = assessed.Upgrade,
        };
        return Covered(policy, asked, relief) switch
        {
            null => OutOfScope(ticket, assessed, license, now),
            _ when assessed.Price == CreditAmount.Zero => Decision<TicketEvent>.Nothing,
            var priced => Decision<TicketEvent>.Of(
                new ReliefGiven(relief, Author.Of(origin.Actor)),
                Applied(ticket, origin, assessed, priced, relief, balance)
            ),
        };
    }

    /// <summary>
    /// The price of a case on a ticket: 0 with a waiver of its category (Policy D6), by the coverage applied to its
    /// category if that makes it free (B9), otherwise as usual.
    /// </summary>
    public static Answer<ReliefPrice> Price(SupportPolicy policy, Ticket ticket, AssessmentCase asked)
    {
        var own = PriceRules.Assess(policy, asked);
        var reliefs = ticket.Reliefs.Where(relief => relief.Category == asked.Category).ToList();
        if (own.Ok && reliefs.Find(relief => relief.Coverage is null) is { } waiver)
        {
            return new ReliefPrice(Waived(own.Value), waiver);
        }

        foreach (var relief in reliefs.Where(relief => relief.Coverage is not null))
        {
            if (Covered(policy, asked, relief) is { } covered)
            {
                return new ReliefPrice(covered, relief);
            }
        }

        return own.Ok ? new ReliefPrice(own.Value, Relief: null) : own.Refusal;
    }

    /// <summary>The reason why staff applied the coverage that the customer now accepts; null if there is none.</summary>
    public static string? ReasonOf(Ticket ticket, Assessment proposed) =>
        proposed.Rules.Contains("B9")
            ? ticket
                .Reliefs.FirstOrDefault(relief => relief.Category == proposed.Category && relief.Coverage is not null)
                ?.Reason
            : null;

    private static PricedAssessment Waived(PricedAssessment priced) =>
        priced with
        {
            Price = CreditAmount.Zero,
            ConsentNeeded = false,
            AcknowledgementNeeded = false,
            Rules = [.. priced.Rules, "D6"],
        };

    /// <summary>The assessment whose price staff can still remove: the newest valid one, or the declined first one of an open ticket.</summary>
    private static Assessment? Assessed(Ticket ticket) =>
        ticket.Proposed ?? ticket.Agreed ?? (ticket.IsLive ? ticket.Declined : null);

    private static bool IsCoveredAlready(Ticket ticket, Assessment assessed) =>
        ticket.Reliefs.Any(relief => relief.Category == assessed.Category && relief.Coverage is not null);

    /// <summary>The case at price 0 if a support period or VIP care covers it; null otherwise, also if it is free as a bug.</summary>
    private static PricedAssessment? Covered(SupportPolicy policy, AssessmentCase asked, Relief relief)
    {
        var license = relief.Coverage ?? throw new InvalidOperationException("A waiver covers nothing.");
        var priced = PriceRules.Assess(policy, asked with { License = license, AskedAt = relief.At });
        return
            priced
                is {
                    Ok: true,
                    Value: { Price.Value: 0, Coverage.Basis: CoverageBasis.SupportPeriod or CoverageBasis.Vip } free
                }
            ? free with
            {
                Rules = [.. free.Rules, "B9"],
            }
            : null;
    }

    private static TicketEvent Applied(
        Ticket ticket,
        Origin origin,
        Assessment assessed,
        PricedAssessment priced,
        Relief relief,
        CreditAmount? balance
    )
    {
        var acknowledged =
            assessed.Acknowledged || AgreementRules.IsAcknowledged(priced, AssessmentRules.AgreementOf(ticket));
        var assessment = AssessmentRules.AssessmentOf(ticket, priced, origin.Actor, relief.At) with
        {
            Upgrade = assessed.Upgrade,
            Acknowledged = priced.AcknowledgementNeeded && acknowledged,
        };
        return priced.AcknowledgementNeeded && !acknowledged
            ? new AssessmentProposed(assessment, balance, origin, relief.At)
            : new AssessmentAgreed(assessment, relief.Basis, origin, relief.At) { Reason = relief.Reason };
    }

    private static Refusal NotAssessed(Ticket ticket) =>
        new(RefusalCode.NotAssessed, $"Ticket {ticket.Number} has no assessment yet, so there is no price to waive.");

    private static Refusal OutOfScope(Ticket ticket, Assessment assessed, LicenseCoverage license, DateTimeOffset now)
    {
        var category = StoredNames.Of(assessed.Category);
        var covers =
            license.IsVipAt(now) ? "has VIP care, which does not cover"
            : license.At(CoverageBasis.SupportPeriod, now) is null ? "has no support period or VIP care to cover"
            : "is in its support period, which does not cover";
        return new Refusal(
            RefusalCode.CoverageOutOfScope,
            $"License {ticket.License} {covers} the category {category}."
        )
            .With("category", category)
            .With("license", ticket.License.Value);
    }
}
