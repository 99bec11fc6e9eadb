using Tallydesk.Search;
using Xunit;

namespace Tallydesk.Tests.Storage.Search;

/// <summary>What is found: one table for both databases.</summary>
public sealed class SearchTests
{
    private static readonly string LongText =
        string.Join(' ', Enumerable.Repeat("filler", 300))
        + " needle in haystack "
        + string.Join(' ', Enumerable.Repeat("filler", 300));

    /// <summary>A query, and the tickets that staff, the customer a and the customer b find by it.</summary>
    // csharpier-ignore
    private static readonly (string Query, string Staff, string OfA, string OfB)[] Table =
    [
        // Words of subject and conversation, also of different messages
        ("checkout", "3 1", "1", "3"),
        ("checkout blank", "3 1", "1", "3"),
        ("blank strasse", "1", "1", ""),
        ("STRAßE", "1", "1", ""),
        ("strasse", "1", "1", ""),
        ("cafe", "2", "2", ""),
        ("CAFÉ", "2", "2", ""),
        ("nothing", "", "", ""),
        // The last word can be the beginning of one, others can't
        ("che", "3 1", "1", "3"),
        ("che blank", "", "", ""),
        ("blank che", "3 1", "1", "3"),
        ("\"che\"", "", "", ""),
        // Phrases
        ("\"blank page\"", "1", "1", ""),
        ("\"page blank\"", "3", "", "3"),
        ("\"checkout shows\"", "1", "1", ""),
        ("\"shows broken\"", "", "", ""),
        ("\"needle in haystack\"", "4", "", "4"),
        ("\"filler needle in haystack filler\"", "4", "", "4"),
        ("\"needle haystack\"", "", "", ""),
        // Excluded words
        ("checkout -\"blank page\"", "3", "", "3"),
        ("checkout -page", "", "", ""),
        ("-checkout", "", "", ""),
        // Internal notes: neither found nor excluded by customers
        ("secret", "2", "", ""),
        ("cafe -secret", "", "2", ""),
        ("cafe secret", "2", "", ""),
        // Signs that query languages know
        ("checkout:*", "3 1", "1", "3"),
        ("'checkout'", "3 1", "1", "3"),
        ("(checkout | blank) & !page", "3 1", "1", "3"),
        ("\\checkout\\", "3 1", "1", "3"),
        ("checkout\" OR \"1\"=\"1", "", "", ""),
        ("words:checkout", "", "", ""),
        ("NEAR(checkout blank)", "", "", ""),
        ("o'brien", "3", "", "3"),
        ("%", "", "", ""),
        // Numbers
        ("#2", "2", "2", ""),
        ("#3", "3", "", "3"),
        ("#99", "", "", ""),
        ("#1 checkout", "1", "1", ""),
        ("#2 checkout", "", "", ""),
        ("checkout -#1", "3", "", "3"),
        ("NORD-1001", "1", "1", ""),
        ("nord-10", "1", "1", ""),
        ("\"nord-10\"", "", "", ""),
        ("nora@test.example", "1", "1", ""),
        // Scripts without blanks
        ("東京", "5", "5", ""),
        ("京都", "5", "5", ""),
        ("東京都庁", "5", "5", ""),
        ("東都", "", "", ""),
        ("庁", "5", "5", ""),
        ("東", "5", "5", ""),
        ("\"東京都庁 php\"", "5", "5", ""),
        ("ไทย", "5", "5", ""),
        ("울에", "5", "5", ""),
    ];

    [Theory, OnBoth]
    public async Task Each_reader_finds_what_the_table_says(Engine engine)
    {
        await using var desk = await SearchDesk.OpenAsync(engine);
        await FillAsync(desk);
        List<string> wrong = [];
        foreach (var (query, staff, ofA, ofB) in Table)
        {
            var found = (
                await desk.FindAsync(SearchDesk.Engineer, query),
                await desk.FindAsync(SearchDesk.CustomerOf("cus-a"), query),
                await desk.FindAsync(SearchDesk.CustomerOf("cus-b"), query)
            );
            if (found != (staff, ofA, ofB))
            {
                wrong.Add($"{query}: {found}");
            }
        }

        Assert.Equal([], wrong);
    }

    [Theory, OnBoth]
    public async Task The_message_that_matches_best_is_shown_and_never_one_that_is_not_for_the_reader(Engine engine)
    {
        await using var desk = await SearchDesk.OpenAsync(engine);
        await desk.OpenTicketAsync(
            1,
            "cus-a",
            "Alpha",
            SearchDesk.Message("beta gamma"),
            SearchDesk.Message("beta"),
            SearchDesk.Note("beta gamma delta"),
            SearchDesk.Message("epsilon")
        );
        await desk.IndexAsync();

        Assert.Equal(4, await MessageAsync("beta gamma delta", isStaff: true));
        Assert.Equal(4, await MessageAsync("beta gamma", isStaff: true));
        Assert.Equal(2, await MessageAsync("beta gamma", isStaff: false));
        Assert.Equal(3, await MessageAsync("beta", isStaff: false));
        Assert.Null(await MessageAsync("alpha", isStaff: true));

        async Task<long?> MessageAsync(string query, bool isStaff) =>
            Assert
                .Single(
                    (
                        await desk.Queries.FindAsync(
                            isStaff ? SearchDesk.Engineer : SearchDesk.CustomerOf("cus-a"),
                            SearchQuery.Parse(query),
                            SearchGroup.Tickets,
                            after: null,
                            limit: 10
                        )
                    ).Hits
                )
                .Message?.Id;
    }

    [Theory, OnBoth]
    public async Task Customers_licenses_and_people_are_found_by_name_address_and_number(Engine engine)
    {
        await using var desk = await SearchDesk.OpenAsync(engine);
        await desk.AddCustomerAsync("cus-a", "Lindgården Keramik", "rosa@lind.example");
        await desk.AddCustomerAsync("cus-b", "Nordlicht", "nora@nord.example");
        await desk.AddLicenseAsync("NORD-1001", "cus-b");
        await desk.AddPersonAsync("usr-1", "Noor Haddad", "noor@desk.example");
        await desk.IndexAsync();

        Assert.Equal("cus-a", await FindAsync("LINDGARDEN", SearchGroup.Customers));
        Assert.Equal("cus-a", await FindAsync("rosa@lind.example", SearchGroup.Customers));
        Assert.Equal("cus-b", await FindAsync("nor", SearchGroup.Customers));
        Assert.Equal("cus-b cus-a", await FindAsync("example", SearchGroup.Customers));
        Assert.Equal("", await FindAsync("\"keramik rosa\"", SearchGroup.Customers));
        Assert.Equal("lic-NORD-1001", await FindAsync("nord-1001", SearchGroup.Licenses));
        Assert.Equal("", await FindAsync("#1001", SearchGroup.Licenses));
        Assert.Equal("usr-1", await FindAsync("haddad", SearchGroup.People));
        Assert.Equal("", await FindAsync("noor", SearchGroup.Customers));

        await desk.RenameCustomerAsync("cus-b", "Südlicht", "nora@south.example");
        await desk.Store.ExecuteAsync("UPDATE people SET name = 'Noor Kahn' WHERE id = 'usr-1'");
        await AuditedDesk.ChangeAsync(desk.Store, AuditedDesk.Change("personChanged", "usr-1", "{}", "{}"), "SELECT 1");
        await desk.IndexAsync();
        Assert.Equal("", await FindAsync("nordlicht", SearchGroup.Customers));
        Assert.Equal("cus-b", await FindAsync("sudlicht", SearchGroup.Customers));
        Assert.Equal("", await FindAsync("haddad", SearchGroup.People));
        Assert.Equal("usr-1", await FindAsync("kahn", SearchGroup.People));

        Task<string> FindAsync(string query, SearchGroup group) => desk.FindAsync(SearchDesk.Admin, query, group);
    }

    [Theory, OnBoth]
    public async Task Pages_continue_behind_the_last_row_and_count_everything(Engine engine)
    {
        await using var desk = await SearchDesk.OpenAsync(engine);
        for (var number = 1; number <= 7; number++)
        {
            await desk.OpenTicketAsync(
                number,
                number == 4 ? "cus-b" : "cus-a",
                "Slow shop",
                SearchDesk.Message("slow")
            );
        }

        await desk.IndexAsync();
        var query = SearchQuery.Parse("slow");
        List<long> seen = [];
        FoundGroup page;
        do
        {
            page = await desk.Queries.FindAsync(
                SearchDesk.CustomerOf("cus-a"),
                query,
                SearchGroup.Tickets,
                seen.Count == 0 ? null : new(seen[^1], SearchDesk.KeyOf(seen[^1])),
                limit: 4
            );
            Assert.Equal(6, page.Count);
            seen.AddRange(page.Hits.Select(hit => hit.Ticket!.Number));
        } while (page.Hits.Length == 4);
        Assert.Equal([7, 6, 5, 3, 2, 1], seen);
    }

    private static async Task FillAsync(SearchDesk desk)
    {
        await desk.OpenTicketAsync(
            1,
            "cus-a",
            "Checkout shows",
            SearchDesk.Message("A blank page in the Hauptstraße, license NORD-1001."),
            SearchDesk.Message("Broken in the Straße, too. Write to nora@test.example.")
        );
        await desk.OpenTicketAsync(
            2,
            "cus-a",
            "The café",
            SearchDesk.Message("is closed"),
            SearchDesk.Note("They know the secret")
        );
        await desk.OpenTicketAsync(3, "cus-b", "Checkout", SearchDesk.Message("The page: blank, says O'Brien."));
        await desk.OpenTicketAsync(4, "cus-b", "Long", SearchDesk.Message(LongText));
        await desk.OpenTicketAsync(5, "cus-a", "大東京都庁", SearchDesk.Message("東京都庁 PHP ภาษาไทย 서울에서"));
        await desk.IndexAsync();
    }
}
