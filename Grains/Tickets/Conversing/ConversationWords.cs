using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Tickets;

/// <summary>The action that a text in the conversation belongs to, for texts that are neither message nor note.</summary>
public enum Occasion
{
    /// <summary>An assessment's note to the customer.</summary>
    Assessment,

    /// <summary>Why the price was waived (Policy D6).</summary>
    Waiver,

    /// <summary>Why coverage was applied later (Policy B9).</summary>
    CoverageApplied,

    /// <summary>The note to the customer when the ticket is resolved (Policy D12).</summary>
    Resolution,

    /// <summary>Why the urgent flag was set or removed; for staff (Policy E1).</summary>
    Urgency,
}

/// <summary>Which rows of a ticket's history contain texts for people, and for whom.</summary>
internal static class ConversationWords
{
    private static readonly ImmutableDictionary<string, Func<HistoryRow, ConversationMessage?>> ForEverybody =
        ImmutableDictionary.CreateRange([
            Of<MessagePosted>(
                (row, said) => Text(row, said.Author, said.Body) with { Attachments = said.Attachments ?? [] }
            ),
            Of<AssessmentProposed>((row, made) => NoteOf(row, made.Assessment)),
            Of<AssessmentAgreed>((row, made) => IsNew(made.Basis) ? NoteOf(row, made.Assessment) : null),
            Of<ReliefGiven>(
                (row, given) =>
                    Words(
                        row,
                        given.By,
                        given.Relief.Reason,
                        given.Relief.Coverage is null ? Occasion.Waiver : Occasion.CoverageApplied
                    )
            ),
            Of<TicketResolved>(
                (row, ended) => Words(row, Author.Of(ended.Origin.Actor), ended.Note, Occasion.Resolution)
            ),
        ]);

    private static readonly ImmutableDictionary<string, Func<HistoryRow, ConversationMessage?>> ForStaff =
        ForEverybody.AddRange([
            Of<NoteAdded>(
                (row, said) =>
                    Text(row, said.Author, said.Body) with
                    {
                        Internal = true,
                        Attachments = said.Attachments ?? [],
                    }
            ),
            Of<UrgencyChanged>(
                (row, changed) =>
                    changed.Author is null
                        ? null
                        : Text(row, changed.Author, changed.Reason) with
                        {
                            Internal = true,
                            Occasion = Occasion.Urgency,
                        }
            ),
        ]);

    /// <summary>The kinds of rows that can contain texts.</summary>
    public static ImmutableArray<string> Kinds { get; } = [.. ForStaff.Keys];

    /// <summary>The kinds of rows that can contain texts for an actor.</summary>
    public static ImmutableArray<string> KindsFor(Actor actor) => [.. (actor.IsStaff ? ForStaff : ForEverybody).Keys];

    /// <summary>The text of a row; null if there is none.</summary>
    public static ConversationMessage? Read(HistoryRow row) => ForStaff.GetValueOrDefault(row.Kind)?.Invoke(row);

    /// <summary>Whether an assessment in effect is new; others repeat one whose note is already in the conversation.</summary>
    private static bool IsNew(AgreementBasis basis) =>
        basis
            is AgreementBasis.NoneNeeded
                or AgreementBasis.EarlierAgreement
                or AgreementBasis.Ceiling
                or AgreementBasis.Waiver
                or AgreementBasis.CoverageApplied;

    private static ConversationMessage? NoteOf(HistoryRow row, Assessment assessment) =>
        Words(row, assessment.By, assessment.Note, Occasion.Assessment);

    private static ConversationMessage? Words(HistoryRow row, Author author, string? text, Occasion occasion) =>
        string.IsNullOrWhiteSpace(text) ? null : Text(row, author, text) with { Occasion = occasion };

    private static ConversationMessage Text(HistoryRow row, Author author, string text) =>
        new(row.Seq, row.At, author.Name, author.Role, text, Internal: false) { AuthorId = author.Id };

    private static KeyValuePair<string, Func<HistoryRow, ConversationMessage?>> Of<THappened>(
        Func<HistoryRow, THappened, ConversationMessage?> read
    ) => new(StoredNames.Of(typeof(THappened)), row => read(row, StateJson.Read<THappened>(row.Body)));
}
