using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Search;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Search;

/// <summary>What the search index stores of texts.</summary>
public sealed class SearchPassageTests
{
    private static readonly Author Noor = new("eng-1", "Noor", Role.Engineer);

    [Fact]
    public void A_long_text_has_parts_with_every_phrase_whole_in_one_of_them()
    {
        var words = Enumerable.Range(0, 1000).Select(number => $"w{number}").ToArray();
        var parts = SearchPassage.OfRow(Row(new MessagePosted(default, Noor, string.Join(' ', words))));

        Assert.All(parts, part => Assert.InRange(part.Words.Length, 1, SearchPassage.MostWords));
        Assert.Equal(Enumerable.Range(0, parts.Length), parts.Select(part => part.Part));
        for (var first = 0; first + SearchQuery.MostWords <= words.Length; first++)
        {
            var phrase = string.Join(' ', words.Skip(first).Take(SearchQuery.MostWords));
            Assert.Contains(
                parts,
                part => $" {string.Join(' ', part.Words)} ".Contains($" {phrase} ", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void Messages_are_public_and_notes_internal()
    {
        Assert.False(Assert.Single(SearchPassage.OfRow(Row(new MessagePosted(default, Noor, "Hello")))).Internal);
        Assert.True(Assert.Single(SearchPassage.OfRow(Row(new NoteAdded(Noor, "Hello")))).Internal);
        Assert.Empty(SearchPassage.OfRow(Row(new TicketReleased("eng-1"))));
        Assert.Empty(SearchPassage.OfRow(Row(new MessagePosted(default, Noor, "…"))));
    }

    [Fact]
    public void No_part_has_words_of_a_name_and_an_address()
    {
        var parts = SearchPassage.OfPerson("Nora Nord", "nora@test.example");
        Assert.Equal(["nora nord", "nora test example"], parts.Select(part => string.Join(' ', part.Words)));
        Assert.Equal([0, 1], parts.Select(part => part.Part));
    }

    private static HistoryRow Row<THappened>(THappened happened)
        where THappened : class =>
        HistoryRows
            .Of<THappened>(new Actor("eng-1", "Noor", Role.Engineer), DateTimeOffset.UnixEpoch, 0, [happened], null)
            .Single();
}
