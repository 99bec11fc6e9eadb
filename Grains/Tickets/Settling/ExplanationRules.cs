using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Policy;

namespace Tallydesk.Tickets;

/// <summary>What an explanation is made from.</summary>
/// <param name="Ticket">The ticket as it stands.</param>
/// <param name="OpenedBy">The name of who opened it.</param>
/// <param name="Events">Its assessments, what was decided on them, and its charges, oldest first.</param>
/// <param name="Entries">Its entries, oldest first; read before the events, so that each finds its assessment.</param>
public sealed record ChargeFacts(
    TicketView Ticket,
    string OpenedBy,
    ImmutableArray<TicketEvent> Events,
    ImmutableArray<TicketEntry> Entries
);

/// <summary>What the opening of a ticket said about its price.</summary>
/// <param name="By">The name of who opened it.</param>
/// <param name="At">When it was asked.</param>
/// <param name="PreAgreedUpTo">The agreement in advance, in credits; null without one.</param>
internal sealed record OpenedWith(string By, DateTimeOffset At, CreditAmount? PreAgreedUpTo);

/// <summary>Explains what a ticket cost (Policy D9, D10): nothing is calculated again; all of it comes from what was recorded.</summary>
public static class ExplanationRules
{
    /// <summary>The whole explanation.</summary>
    public static ChargeExplanation Explain(ChargeFacts facts)
    {
        var assessments = Assessments(facts);
        var entries = Entries(facts.Entries, assessments, RefundedLate(facts.Events));
        return new(
            facts.Ticket.Number,
            entries.IsEmpty ? CreditAmount.Zero : entries[^1].NetCharge,
            entries,
            assessments,
            Waiting(facts.Ticket),
            facts.Ticket.ChargeInFlight
        );
    }

    /// <summary>The rule by which an assessment took effect.</summary>
    public static string RuleOf(AgreementBasis basis) =>
        basis switch
        {
            AgreementBasis.NoneNeeded => "D2",
            AgreementBasis.EarlierAgreement => "D7",
            AgreementBasis.Ceiling => "D3",
            AgreementBasis.Consent => "D4",
            AgreementBasis.IncreaseDeclined => "D8",
            AgreementBasis.Duplicate => "D12",
            AgreementBasis.Merged => "F5",
            AgreementBasis.Waiver => "D6",
            AgreementBasis.CoverageApplied => "B9",
            _ => throw new InvalidOperationException($"{basis} has no rule."),
        };

    private static ImmutableArray<ExplainedAssessment> Assessments(ChargeFacts facts) =>
        [
            .. Assessments(facts.Events, new(facts.OpenedBy, facts.Ticket.AskedAt, facts.Ticket.PreAgreedUpTo))
                .Values.Select(one => one with { State = StateOf(one, facts.Ticket) }),
        ];

    /// <summary>Every assessment by its revision; one that is neither declined nor the newest counts as superseded.</summary>
    /// <param name="events">The ticket's assessments and what was decided on them, oldest first.</param>
    /// <param name="opened">How the ticket was opened.</param>
    internal static SortedDictionary<int, ExplainedAssessment> Assessments(
        IEnumerable<TicketEvent> events,
        OpenedWith opened
    )
    {
        var found = new SortedDictionary<int, ExplainedAssessment>();
        ExplainedAgreement? standing = null;
        var reliefs = new Dictionary<(AgreementBasis Basis, Category Category, string? Reason), ExplainedAgreement>();
        foreach (var happened in events)
        {
            switch (happened)
            {
                case AssessmentProposed { Assessment: var proposed }:
                    found[proposed.Revision] = new(proposed, AssessmentState.Superseded, Agreement: null);
                    break;
                case AssessmentAgreed agreed:
                    var agreement = AgreementOf(opened, agreed, standing);
                    if (agreed.Basis is AgreementBasis.Waiver or AgreementBasis.CoverageApplied)
                    {
                        // A relief that applies to a later assessment as well was given once, by whoever gave it first.
                        var relief = (agreed.Basis, agreed.Assessment.Category, agreed.Reason);
                        agreement = reliefs.GetValueOrDefault(relief, agreement);
                        reliefs[relief] = agreement;
                    }

                    standing = agreed.Basis == AgreementBasis.IncreaseDeclined ? standing ?? agreement : agreement;
                    found[agreed.Assessment.Revision] = new(agreed.Assessment, AssessmentState.Superseded, agreement);
                    Decline(
                        found,
                        agreed.Basis == AgreementBasis.IncreaseDeclined ? agreed.Assessment.Revision - 1 : 0
                    );
                    break;
                case AssessmentDeclined declined:
                    Decline(found, declined.Revision);
                    break;
                default:
                    break;
            }
        }

        return found;
    }

    /// <summary>
    /// The revisions under which a charge was refunded because it came after the ticket had ended. Such a refund is made under
    /// the newest revision, whichever one the charge belongs to.
    /// </summary>
    /// <param name="events">The ticket's assessments, decisions and charges, oldest first.</param>
    internal static ImmutableHashSet<int> RefundedLate(IEnumerable<TicketEvent> events)
    {
        var newest = 0;
        var late = ImmutableHashSet.CreateBuilder<int>();
        foreach (var happened in events)
        {
            switch (happened)
            {
                case AssessmentProposed { Assessment.Revision: var proposed }:
                    newest = proposed;
                    break;
                case AssessmentAgreed { Assessment.Revision: var agreed }:
                    newest = agreed;
                    break;
                case ChargeSettled { AfterEnd: true }:
                    late.Add(newest);
                    break;
                default:
                    break;
            }
        }

        return late.ToImmutable();
    }

    private static void Decline(SortedDictionary<int, ExplainedAssessment> found, int revision)
    {
        if (found.TryGetValue(revision, out var declined))
        {
            found[revision] = declined with { State = AssessmentState.Declined };
        }
    }

    private static AssessmentState StateOf(ExplainedAssessment one, TicketView ticket) =>
        one.Assessment.Revision == ticket.Agreed?.Revision ? AssessmentState.Agreed
        : one.Assessment.Revision == ticket.Assessment?.Revision ? ticket.Assessment.State
        : one.State;

    /// <summary>What was said before counts on: an agreement that covers a later price keeps who gave it, and when.</summary>
    private static ExplainedAgreement AgreementOf(
        OpenedWith opened,
        AssessmentAgreed agreed,
        ExplainedAgreement? standing
    )
    {
        var by = agreed.Origin.Actor.Name;
        return agreed.Basis switch
        {
            AgreementBasis.NoneNeeded => new(agreed.Basis, By: null, agreed.At),
            AgreementBasis.EarlierAgreement => standing is null
                ? new(agreed.Basis, opened.By, opened.At)
                : standing with
                {
                    Basis = agreed.Basis,
                },
            AgreementBasis.Ceiling => new(agreed.Basis, opened.By, opened.At) { Ceiling = opened.PreAgreedUpTo },
            AgreementBasis.Consent => new(agreed.Basis, by, agreed.At, agreed.Assessment.Revision)
            {
                Reason = agreed.Reason,
            },
            _ => new(agreed.Basis, by, agreed.At) { Reason = agreed.Reason },
        };
    }

    private static ImmutableArray<ExplainedEntry> Entries(
        ImmutableArray<TicketEntry> entries,
        ImmutableArray<ExplainedAssessment> assessments,
        ImmutableHashSet<int> refundedLate
    )
    {
        var explained = ImmutableArray.CreateBuilder<ExplainedEntry>(entries.Length);
        var taken = new Stack<Correction>();
        var net = CreditAmount.Zero;
        foreach (var entry in entries)
        {
            net -= entry.Amount;
            var assessment = assessments.First(one => one.Assessment.Revision == entry.Revision);
            explained.Add(
                new(entry, net, assessment, RulesOf(entry, assessment), Corrected(taken, entry))
                {
                    AfterEnd = entry.Kind == EntryKind.Refund && refundedLate.Contains(entry.Revision),
                }
            );
        }

        return explained.MoveToImmutable();
    }

    /// <summary>Notes what a charge takes; tells what a refund gives back of it, last spent first (Policy D9).</summary>
    private static ImmutableArray<Correction> Corrected(Stack<Correction> taken, TicketEntry entry)
    {
        if (entry.Amount < CreditAmount.Zero)
        {
            taken.Push(new(entry.Seq, -entry.Amount));
            return [];
        }

        var corrected = ImmutableArray.CreateBuilder<Correction>();
        for (var rest = entry.Amount; rest > CreditAmount.Zero; )
        {
            var last = taken.Pop();
            var given = CreditAmount.Min(rest, last.Credits);
            corrected.Add(last with { Credits = given });
            rest -= given;
            if (given < last.Credits)
            {
                taken.Push(last with { Credits = last.Credits - given });
            }
        }

        return corrected.DrainToImmutable();
    }

    private static ImmutableArray<string> RulesOf(TicketEntry entry, ExplainedAssessment assessment)
    {
        string[] agreement = assessment.Agreement is { } agreed ? [RuleOf(agreed.Basis)] : [];
        string[] movement = entry.Kind == EntryKind.Charge ? ["D11"] : ["D7", "D9"];
        string[] voided = entry.Voided > CreditAmount.Zero ? ["A8"] : [];
        return [.. assessment.Assessment.Rules.Concat(agreement).Concat(movement).Concat(voided).Distinct()];
    }

    private static AwaitedCharge? Waiting(TicketView ticket) =>
        (ticket.Status, ticket.Assessment) switch
        {
            (TicketStatus.AwaitingConsent, { } newest) => Awaiting(Awaited.Consent, ticket, newest),
            (TicketStatus.AwaitingCredits, { } newest) => Awaiting(Awaited.Credits, ticket, newest),
            _ => null,
        };

    private static AwaitedCharge Awaiting(Awaited what, TicketView ticket, AssessmentView newest) =>
        new(what, newest.Revision, CreditAmount.Max(CreditAmount.Zero, newest.Price - ticket.Charged), ticket.Shortage);
}
