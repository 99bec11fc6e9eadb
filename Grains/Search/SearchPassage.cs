using System.Collections.Immutable;
using Tallydesk.Customers;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Tickets;

namespace Tallydesk.Search;

/// <summary>Some words of a text, as the search index stores them.</summary>
/// <param name="Seq">The row of the history that has the text; 0 for what the card shows.</param>
/// <param name="Part">Which part of the text, counted from 0.</param>
/// <param name="Internal">Whether only staff can see the text.</param>
/// <param name="Words">The words in order, at most <see cref="MostWords"/>.</param>
public sealed record SearchPassage(long Seq, int Part, bool Internal, ImmutableArray<string> Words)
{
    /// <summary>
    /// The most words of a part. Parts overlap by as many words as a query can have, so every phrase is whole in one of them.
    /// PostgreSQL stores up to 255 positions of a word in a text.
    /// </summary>
    public const int MostWords = 240;

    private const int Step = MostWords - SearchQuery.MostWords;

    /// <summary>The kinds of history rows that have texts to be found.</summary>
    public static ImmutableArray<string> Kinds => ConversationWords.Kinds;

    /// <summary>What is found of a card: a ticket's subject, a customer's name and email address, a license's number.</summary>
    public static ImmutableArray<SearchPassage> OfCard(Card card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return card.Kind switch
        {
            CardKinds.Ticket => Of(0, isInternal: false, StateJson.Read<TicketCard>(card.Body).Subject),
            CardKinds.Customer => OfCustomer(StateJson.Read<CustomerView>(card.Body)),
            CardKinds.License => Of(0, isInternal: false, StateJson.Read<LicenseView>(card.Body).Number.Value),
            _ => [],
        };
    }

    /// <summary>What is found of a person: name and email address.</summary>
    public static ImmutableArray<SearchPassage> OfPerson(string name, string email) =>
        Of(0, isInternal: true, name, email);

    /// <summary>What is found of a row of a ticket's history: the message, note or reason.</summary>
    public static ImmutableArray<SearchPassage> OfRow(HistoryRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return ConversationWords.Read(row) is { } message ? Of(row.Seq, message.Internal, message.Body) : [];
    }

    private static ImmutableArray<SearchPassage> OfCustomer(CustomerView customer) =>
        Of(0, isInternal: true, customer.Name, customer.Email);

    /// <summary>The parts of several texts; no part has words of two of them.</summary>
    private static ImmutableArray<SearchPassage> Of(long seq, bool isInternal, params ReadOnlySpan<string> texts)
    {
        var parts = ImmutableArray.CreateBuilder<SearchPassage>();
        foreach (var text in texts)
        {
            var words = SearchWords.Of(text);
            for (var first = 0; first < words.Length; first += Step)
            {
                parts.Add(
                    new(seq, parts.Count, isInternal, [.. words.Skip(first).Take(MostWords).Select(word => word.Text)])
                );
                if (first + MostWords >= words.Length)
                {
                    break;
                }
            }
        }

        return parts.DrainToImmutable();
    }
}
