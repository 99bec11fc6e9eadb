using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Search;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Storage.Search;

/// <summary>Tickets, customers, licenses and people in a database, and its search index.</summary>
internal sealed class SearchDesk(Store store) : IAsyncDisposable
{
    public static readonly Actor Engineer = new("eng-1", "Noor", Role.Engineer);
    public static readonly Actor Admin = new("adm-1", "Ada", Role.Admin);
    private static readonly LicenseCoverage Coverage = new([], default, null);
    private readonly Dictionary<long, Ticket> tickets = [];

    public Store Store => store;

    public SearchIndex Index { get; } = new(store.Database, NullLogger<SearchIndex>.Instance);

    public SearchQueries Queries { get; } = new(new SearchReader(store.Database), store.Reader);

    public static async Task<SearchDesk> OpenAsync(Engine engine) => new(await Store.OpenAsync(engine));

    public static Actor CustomerOf(string id) => new(id, id, Role.Customer, new CustomerId(id));

    public static MessagePosted Message(string text) => new(Commits.Noon, Author.Of(Engineer), text);

    public static NoteAdded Note(string text) => new(Author.Of(Engineer), text);

    /// <summary>Opens a ticket, with messages and notes.</summary>
    public async Task OpenTicketAsync(
        long number,
        string customer,
        string subject,
        params ImmutableArray<TicketEvent> events
    )
    {
        var opened = new TicketOpened(
            number,
            new(customer),
            "Cora",
            new("ABC-1"),
            "pro",
            "support",
            subject,
            Commits.Noon,
            Coverage,
            CategoryHint: null,
            PreAgreedUpTo: null,
            Acknowledged: false,
            Parent: null
        );
        tickets[number] = new();
        await AddAsync(number, [opened, .. events]);
    }

    /// <summary>Adds to a ticket.</summary>
    public async Task AddAsync(long number, params ImmutableArray<TicketEvent> events)
    {
        var (before, key) = (tickets[number], KeyOf(number));
        var version = (int)
            await store.ScalarAsync<long>(
                "SELECT coalesce(max(version), 0) FROM orleansstorage WHERE grainidextensionstring = @key",
                new { key }
            );
        var after = events.Aggregate(before, TicketApply.Apply);
        var commit = new Commit("ticket", key, version, default)
        {
            History = HistoryRows.Of(
                Engineer,
                Commits.Noon,
                before.HistorySeq,
                events,
                Commits.Command($"c-{version}")
            ),
            Card = TicketProjections.StoredCardOf(after, new(key), version + 1),
        };
        var (chained, audit) = AuditTrail.Chain(commit, before.Audit);
        after = after with { Audit = audit, HistorySeq = before.HistorySeq + events.Length };
        await store.Journal.CommitAsync(chained with { State = StateJson.WriteBytes(after) });
        tickets[number] = after;
    }

    public async Task AddCustomerAsync(string id, string name, string email)
    {
        var customer = Customer.Apply(new(), new CustomerCreated(name, email, "UTC", Commits.Noon));
        await store.Journal.CommitAsync(Commits.State(id, 0).WithHistory(1).WithCard(customer.StoredCard(new(id), 1)));
    }

    public async Task RenameCustomerAsync(string id, string name, string email)
    {
        var customer = Customer.Apply(new(), new CustomerCreated(name, email, "UTC", Commits.Noon));
        await store.Journal.CommitAsync(Commits.State(id, 1).WithHistory(2).WithCard(customer.StoredCard(new(id), 2)));
    }

    public async Task AddLicenseAsync(string number, string customer)
    {
        var registration = new RegisterLicense(new(number), "pro", Commits.Noon, null, null, default);
        var issued = new LicenseIssued(
            new(new(customer), registration, LicenseKind.First, new(50), Coverage),
            Commits.Noon
        );
        var license = License.Apply(new(), issued);
        await store.Journal.CommitAsync(
            Commits.State(new LicenseNumber(number).GrainKey, 0).WithHistory(1).WithCard(license.StoredCard(1))
        );
    }

    public Task AddPersonAsync(string id, string name, string email) =>
        AuditedDesk.ChangeAsync(
            store,
            AuditedDesk.Change("personInvited", id, null, "{}"),
            $"""
            INSERT INTO people (id, email, name, role, created_at, version, body)
            VALUES ('{id}', '{email}', '{name}', 'engineer', 5, 1, 'secret')
            """
        );

    /// <summary>Indexes all that is committed. Transactions of other tests on the server may hold the place back for a while.</summary>
    public Task IndexAsync() =>
        Eventually.HoldsAsync(
            async () =>
            {
                while (await Index.AdvanceAsync() == Indexing.More) { }
                return await store.ScalarAsync<long>(
                        """
                        SELECT count(*) FROM history AS h, search_reading AS r
                        WHERE (h.epoch, h.xact, h.grain_key, h.seq) > (r.epoch, r.xact, r.grain_key, r.seq)
                        """
                    ) == 0
                    && await store.ScalarAsync<long>("SELECT count(*) FROM search_reading WHERE walked IS NULL") == 1;
            },
            () => "not all that was committed is indexed"
        );

    /// <summary>What somebody finds in a group: tickets by number, others by key, newest first.</summary>
    public async Task<string> FindAsync(Actor actor, string query, SearchGroup group = SearchGroup.Tickets)
    {
        var found = await Queries.FindAsync(actor, SearchQuery.Parse(query), group, after: null, limit: 100);
        Assert.Equal(found.Count, found.Hits.Length);
        return string.Join(
            ' ',
            found.Hits.Select(hit => hit.Ticket?.Number.ToString(CultureInfo.InvariantCulture) ?? hit.Place.GrainKey)
        );
    }

    public static string KeyOf(long number) => $"tic-{number}";

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
