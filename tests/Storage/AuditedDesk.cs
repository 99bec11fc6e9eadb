using System.Collections.Immutable;
using Dapper;
using Tallydesk.Audit;
using Tallydesk.CannedReplies;
using Tallydesk.Credits;
using Tallydesk.Customers;
using Tallydesk.Enquiries;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Tests.Storage;

/// <summary>A desk with a grain of several kinds, rows from before the chain, people, tokens, webhooks and files, anchored twice.</summary>
internal sealed class AuditedDesk
{
    private const string From = "203.0.113.7 token t";
    private static readonly Actor Admin = new("admin", "Ada", Role.Admin, From: From);
    private static readonly Author Lead = new("usr-lead", "Lea", Role.Lead);
    private static readonly LicenseNumber Number = new("ABC-1");
    private static readonly LicenseCoverage Coverage = new([], default, null);
    private readonly Store store;

    private AuditedDesk(Store store) => this.store = store;

    public static async Task<Store> OpenAsync(Engine engine)
    {
        var opened = await Store.OpenAsync(engine);
        await new AuditedDesk(opened).FillAsync();
        return opened;
    }

    /// <summary>Appends a change of rights in a transaction with the statement that makes it.</summary>
    public static async Task ChangeAsync(Store store, RightsChange change, string sql)
    {
        await using var connection = await store.Database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(sql, transaction: transaction);
        await new RightsLog(store.Database, TimeProvider.System).AppendAsync(transaction, change);
        await transaction.CommitAsync();
    }

    /// <summary>A change of rights by the admin.</summary>
    public static RightsChange Change(string kind, string subject, string? before, string? after) =>
        new(Admin, kind, subject, before, after);

    /// <summary>
    /// Adds states as the releases left them that did not keep reasons and notes, nor an agreement that was paid for while the
    /// next one replaced it. Their rows are still to be put before this release.
    /// </summary>
    public static async Task AddWhatEarlierReleasesWroteAsync(Store store)
    {
        var desk = new AuditedDesk(store);
        var origin = new Origin(Admin, "c-1", "aa==");
        await desk.OpenTicketAsync(
            "tic-u",
            4,
            ticket => ticket with { UrgencyReason = null, ResolutionNote = null },
            new UrgencyChanged(true, "The boss", "usr-lead"),
            new TicketResolved(TicketOutcome.Solved, TicketStatus.Solved, "Done", origin, Commits.Noon)
        );
        ImmutableArray<TicketEvent> paidWhileReplaced =
        [
            new AssessmentAgreed(AssessmentOf(1, 20), AgreementBasis.Ceiling, origin, Commits.Noon),
            new ChargeWaits("op-1", new(20), new(0)),
            new AssessmentAgreed(AssessmentOf(2, 45), AgreementBasis.Ceiling, origin, Commits.Noon),
            new ChargeSettled("op-1", [new LotSlice(1, LotSource.License, Number.Value, new(20))], Commits.Noon),
            new ChargeWaits("op-2", new(25), new(0)),
        ];
        await desk.OpenTicketAsync("tic-v", 5, ticket => ticket with { Earlier = null }, paidWhileReplaced);
        await desk.OpenTicketAsync(
            "tic-w",
            6,
            ticket => ticket with { Agreed = null },
            [
                .. paidWhileReplaced,
                new TicketWithdrawn(origin, Commits.Noon),
                new ChargeWithdrawn("op-2"),
                new SettlementFinished(),
            ]
        );
        var registration = new RegisterLicense(new("OLD-1"), "pro", Commits.Noon, null, null, default);
        await desk.GrowAsync<License, LicenseEvent>(
            "license",
            "lic-OLD-1",
            License.Apply,
            license => license.StoredCard(1),
            license => license with { RevocationReason = null },
            new LicenseIssued(new(new("cus-a"), registration, LicenseKind.First, new(50), Coverage), Commits.Noon),
            new LicenseRevoked("Charged back", Commits.Noon)
        );
    }

    private async Task FillAsync()
    {
        await store.Journal.CommitAsync(
            Commits.State("rep-old", 0, """{"historySeq":2}""") with
            {
                StateName = "canned-replies",
                History = Commits.State("", 0).WithHistory(1).WithHistory(2).History,
            }
        );
        var account = await AddToAccountAsync(
            new(),
            0,
            [Lot(EntryKind.Grant, 1, LotSource.License, 50, 50), Lot(EntryKind.Charge, 1, LotSource.License, -45, 5)],
            [new BalanceFell(new(10), new(5), Commits.Noon)]
        );
        await AddCustomerAsync();
        await AddTicketsAsync();
        await AddOthersAsync();
        await AddRightsAsync();
        await new Anchors(store.Database, TimeProvider.System).WriteAsync(TimeSpan.FromHours(1), []);
        await AddToAccountAsync(
            account,
            1,
            [
                Lot(EntryKind.Charge, 1, LotSource.License, -1, 4),
                new(
                    EntryKind.Purchase,
                    "order/ORD-1",
                    new(5),
                    new(9),
                    [new LotSlice(4, LotSource.Purchase, "ORD-1", new(5))]
                ),
            ],
            [
                new LicenseVoided(Number),
                new ChargeQueued(new WaitingCharge("waits", new TicketId("tic-b"), 7, 1, new(20))),
            ]
        );
        await new Anchors(store.Database, TimeProvider.System).WriteAsync(TimeSpan.Zero, []);
    }

    private static CreditEntry Lot(EntryKind kind, long lot, LotSource source, long amount, long after) =>
        new(
            kind,
            $"op-{after}",
            new(amount),
            new(after),
            [new LotSlice(lot, source, Number.Value, new(Math.Abs(amount)))],
            Ticket: 7
        );

    private async Task<CreditAccount> AddToAccountAsync(
        CreditAccount before,
        int version,
        ImmutableArray<CreditEntry> entries,
        ImmutableArray<CreditEvent> events
    )
    {
        var after = events.Aggregate(entries.Aggregate(before, CreditAccount.Apply), CreditAccount.Apply);
        var commit = new Commit("account", "acc-a", version, default)
        {
            History = HistoryRows.Of(Admin, Commits.Noon, before.HistorySeq, events, Commits.Command($"c-{version}")),
            Entries =
            [
                .. entries.Select(
                    (entry, n) =>
                        new EntryRow(
                            before.EntrySeq + 1 + n,
                            Commits.Noon,
                            StoredNames.Of(entry.Kind),
                            entry.Amount,
                            entry.BalanceAfter,
                            Admin.Id,
                            Commits.Command(entry.Operation),
                            StateJson.Write(EntryBody.Of(entry))
                        )
                        {
                            Ticket = entry.Ticket,
                            Source = From,
                        }
                ),
            ],
        };
        return await CommitAsync(commit, after, before.Audit);
    }

    private async Task AddCustomerAsync()
    {
        var id = new CustomerId("cus-a");
        await GrowAsync<Customer, CustomerEvent>(
            "customer",
            id.Value,
            Customer.Apply,
            customer => customer.StoredCard(id, 1),
            new CustomerCreated("Cora", "cora@example.com", "UTC", Commits.Noon)
        );
        var registration = new RegisterLicense(Number, "pro", Commits.Noon, null, null, default);
        await GrowAsync<License, LicenseEvent>(
            "license",
            Number.GrainKey,
            License.Apply,
            license => license.StoredCard(1),
            new LicenseIssued(new(id, registration, LicenseKind.First, new(50), Coverage), Commits.Noon),
            new CoverageBought(
                new("ORD-2", 1, new(CoverageBasis.Vip, Commits.Noon, Commits.Noon.AddYears(1))),
                Commits.Noon
            )
        );
        await store.ExecuteAsync(
            "INSERT INTO orders VALUES ('ord-1', 'ORD-1', 'cus-a', 0), ('ord-2', 'ORD-2', 'cus-a', 0)"
        );
    }

    private static Assessment AssessmentOf(int revision, long price) =>
        new(revision, Category.Question, new(price), CoverageBasis.Credits, null, ["B1"], "1", Lead, Commits.Noon);

    private async Task AddTicketsAsync()
    {
        await store.Database.DrawTicketNumbersAsync(8);

        var origin = new Origin(Admin, "c-1", "aa==");
        await OpenTicketAsync(
            "tic-c",
            8,
            new TicketResolved(TicketOutcome.Solved, TicketStatus.Solved, "Done", origin, Commits.Noon),
            new MergeStarted(new PendingMerge(new("tic-b"), 7, Commits.Noon, origin))
        );
        await OpenTicketAsync(
            "tic-b",
            7,
            new MessagePosted(Commits.Noon, Lead, "Hello"),
            new TicketAssigned(new("usr-lead", "Lea")),
            new AssessmentAgreed(AssessmentOf(1, 45), AgreementBasis.Ceiling, origin, Commits.Noon),
            new ChargeSettled("op-5", [new LotSlice(1, LotSource.License, Number.Value, new(45))], Commits.Noon)
        );
    }

    private Task<Ticket> OpenTicketAsync(string key, long number, params ImmutableArray<TicketEvent> events) =>
        OpenTicketAsync(key, number, ticket => ticket, events);

    private Task<Ticket> OpenTicketAsync(
        string key,
        long number,
        Func<Ticket, Ticket> asItIsLeft,
        params ImmutableArray<TicketEvent> events
    ) =>
        GrowAsync<Ticket, TicketEvent>(
            "ticket",
            key,
            TicketApply.Apply,
            ticket => TicketProjections.StoredCardOf(ticket, new(key), 1),
            asItIsLeft,
            [
                new TicketOpened(
                    number,
                    new("cus-a"),
                    "Cora",
                    Number,
                    "pro",
                    "support",
                    "Help",
                    Commits.Noon,
                    Coverage,
                    Category.Question,
                    new(50),
                    Acknowledged: false,
                    Parent: null
                ),
                .. events,
            ]
        );

    private async Task AddOthersAsync()
    {
        await GrowAsync<Enquiry, EnquiryEvent>(
            "enquiry",
            "enq-a",
            Enquiry.Apply,
            enquiry => enquiry.StoredCard(new("enq-a"), 1),
            new EnquirySent(new("Eve", "eve@example.com", "Hi", "Text", null), OwnsLicense: false, Commits.Noon),
            new EnquiryClosed("usr-lead")
        );
        await GrowAsync<CannedReplyShelf, CannedReplyEvent>(
            "canned-replies",
            "rep-new",
            CannedReplyShelf.Apply,
            _ => null,
            new CannedReplySaved(new("Title", "Text"))
        );
        var version = PolicyVersion.By(Admin, PolicyDocument.Shipped, PolicySource.Shipped, Commits.Noon);
        var adopted = new PolicyAdopted(null, version.Policy.Version, version.Source) { Policy = version.Policy };
        await CommitAsync(
            new Commit("policy", "pol-current", 0, default)
            {
                History = HistoryRows.Of<object>(Admin, Commits.Noon, 0, [adopted], null),
            },
            new PolicyVersions { All = [version], HistorySeq = 1 },
            null
        );
    }

    private async Task AddRightsAsync()
    {
        string Instant(int seconds) => StateJson.Write(Commits.Noon.AddSeconds(seconds));
        var at = Commits.Noon.ToUnixTimeMilliseconds();
        await ChangeAsync(
            store,
            Change(
                "personInvited",
                "usr-1",
                null,
                $$"""{"id":"usr-1","email":"ada@example.com","name":"Ada","role":"engineer","customerId":"cus-a","createdAt":{{Instant(0)}},"disabledAt":{{Instant(1)}}}"""
            ) with
            {
                In = GuardedTable.People,
                Command = new("cmd-1", new byte[] { 7 }, null),
            },
            $"""
            INSERT INTO people (id, email, name, role, customer_id, created_at, disabled_at, version, body, maker)
            VALUES ('usr-1', 'ada@example.com', 'Ada', 'engineer', 'cus-a', {at}, {at + 1000}, 1, 'secret', 'admin');
            INSERT INTO person_keys (kind, key, person_id) VALUES ('passkey', 'k', 'usr-1')
            """
        );
        await ChangeAsync(
            store,
            Change("signedIn", "usr-1", null, """{"id":"ses-1","agent":"Browser"}""") with
            {
                In = GuardedTable.Sessions,
                RowId = "ses-1",
            },
            $"""
            INSERT INTO sessions (id, person_id, token_id, created_at, seen_at, ends_at, address, agent, is_strong)
            VALUES ('ses-1', 'usr-1', NULL, {at}, {at}, {at}, '203.0.113.7', 'Browser', false)
            """
        );
        string TokenSince(int? revoked) =>
            $$"""{"id":"t1","name":"Shop","role":"customer","customerId":"cus-a","createdAt":{{Instant(0)}},"""
            + (revoked is { } seconds ? $"\"revokedAt\":{Instant(seconds)}," : "")
            + $$""" "scopes":["tickets:read","me:read"],"expiresAt":{{Instant(2)}},"owner":"usr-1"}""";
        await ChangeAsync(
            store,
            Change("tokenMade", "t1", null, TokenSince(null)) with
            {
                In = GuardedTable.Tokens,
            },
            $"""
            INSERT INTO tokens (id, hash, name, role, customer_id, created_at, scopes, expires_at, owner, maker)
            VALUES ('t1', {Hex("0102")}, 'Shop', 'customer', 'cus-a', {at}, 'tickets:read me:read', {at
                + 2000}, 'usr-1', 'usr-1')
            """
        );
        await ChangeAsync(
            store,
            Change("tokenRevoked", "t1", TokenSince(null), TokenSince(1)) with
            {
                In = GuardedTable.Tokens,
            },
            $"UPDATE tokens SET revoked_at = {at + 1000}"
        );
        await ChangeAsync(
            store,
            Change("signedIn", "t1", null, """{"id":"ses-2","agent":"Browser"}""") with
            {
                In = GuardedTable.Sessions,
                RowId = "ses-2",
            },
            $"""
            INSERT INTO sessions (id, person_id, token_id, created_at, seen_at, ends_at, address, agent, is_strong)
            VALUES ('ses-2', NULL, 't1', {at}, {at}, {at}, '203.0.113.7', 'Browser', false)
            """
        );
        await ChangeAsync(
            store,
            Change(
                "webhookMade",
                "whk-1",
                null,
                $$"""{"id":"whk-1","name":"CRM","url":"https://example.com/","events":["ticket.opened"],"createdAt":{{Instant(0)}},"pausedAt":{{Instant(1)}},"expiresAt":{{Instant(2)}}}"""
            ) with
            {
                In = GuardedTable.Webhooks,
            },
            $"""
            INSERT INTO webhooks (id, name, url, events, secret, created_at, since, paused_at, maker, expires_at)
            VALUES ('whk-1', 'CRM', 'https://example.com/', 'ticket.opened', 's', {at}, {at}, {at + 1000}, 't1', {at
                + 2000})
            """
        );
        await ChangeAsync(
            store,
            Change(
                "fileBrought",
                "att-1",
                null,
                """{"id":"att-1","ticket":"tic-b","license":"ABC-1","actor":"usr-1","place":"p","name":"a.txt","type":"text/plain","size":5,"sha256":"00"}"""
            ) with
            {
                In = GuardedTable.Files,
            },
            $"""
            INSERT INTO attachment_usage (license, bytes) VALUES ('ABC-1', 5);
            INSERT INTO attachments (id, ticket, license, actor, place, name, type, size, sha256, created_at)
            VALUES ('att-1', 'tic-b', 'ABC-1', 'usr-1', 'p', 'a.txt', 'text/plain', 5, '00', {at})
            """
        );
    }

    private string Hex(string digits) => store.Options.UsesPostgres ? $"'\\x{digits}'" : $"x'{digits}'";

    private Task<TState> GrowAsync<TState, TEvent>(
        string name,
        string key,
        Func<TState, TEvent, TState> apply,
        Func<TState, Card?> cardOf,
        params ImmutableArray<TEvent> events
    )
        where TState : JournaledState, new()
        where TEvent : class => GrowAsync(name, key, apply, cardOf, state => state, events);

    private Task<TState> GrowAsync<TState, TEvent>(
        string name,
        string key,
        Func<TState, TEvent, TState> apply,
        Func<TState, Card?> cardOf,
        Func<TState, TState> asItIsLeft,
        params ImmutableArray<TEvent> events
    )
        where TState : JournaledState, new()
        where TEvent : class
    {
        var state = asItIsLeft(events.Aggregate(new TState(), apply));
        return CommitAsync(
            new Commit(name, key, 0, default)
            {
                History = HistoryRows.Of(Admin, Commits.Noon, 0, events, Commits.Command("c-1")),
                Card = cardOf(state),
            },
            state,
            null
        );
    }

    private async Task<TState> CommitAsync<TState>(Commit commit, TState state, AuditLinks? links)
        where TState : JournaledState
    {
        var (chained, audit) = AuditTrail.Chain(commit, links);
        var next = (TState)((JournaledState)state with { Audit = audit });
        await store.Journal.CommitAsync(chained with { State = StateJson.WriteBytes(next) });
        return next;
    }
}
