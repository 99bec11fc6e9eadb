using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;
using Tallydesk.Amounts;
using Tallydesk.Chats;
using Tallydesk.Credits;
using Tallydesk.Customers;
using Tallydesk.Flows;
using Tallydesk.Hosting;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Storage;
using Tallydesk.Storage.Committing;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Support;

/// <summary>Two silos on a PostgreSQL of their own, with a journal that fails as planned.</summary>
public sealed class DeskCluster : IAsyncLifetime
{
    internal static readonly Actor Admin = new("usr-admin", "Ada", Role.Admin);
    internal static readonly Actor Engineer = new("usr-eng", "Erin", Role.Engineer);
    internal static readonly DateTimeOffset Bought = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    // Far above what a busy machine needs; a call to a silo that has died is given up after it, and repeated.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private InProcessTestCluster? cluster;
    private int commands;

    public FaultPlan Faults { get; } = new();

    /// <summary>The chats that calls told the feed, as opposed to what it read by itself.</summary>
    public ConcurrentBag<ChatView> ToldToFeed { get; } = [];

    /// <summary>The desk's clock.</summary>
    public MovedTime Time { get; } = new();

    internal InProcessTestCluster Cluster => cluster!;

    internal IReadOnlyList<IGrainFactory> Silos =>
        [.. Cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<IGrainFactory>())];

    internal IJournalReader Reader => Cluster.Silos[0].ServiceProvider.GetRequiredService<IJournalReader>();

    public async Task InitializeAsync()
    {
        var server = await PostgresServer.SharedAsync();
        var settings = new Dictionary<string, string?> { ["Storage:Connection"] = await server.CreateDatabaseAsync() };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo(
            (_, silo) =>
            {
                silo.Services.AddSingleton<GroupJournal>();
                silo.Services.AddSingleton<IJournal>(services => new FaultyJournal(
                    services.GetRequiredService<GroupJournal>(),
                    Faults
                ));
                silo.Services.AddTallydeskJournal(configuration);
                silo.Services.AddSupportPolicy(configuration);
                silo.UseTallydeskGrains();
                silo.Services.AddFlows();
                silo.Services.UseProductClock(Time);
                silo.AddIncomingGrainCallFilter(async call =>
                {
                    if (call is { Grain: IChatFeedGrain, MethodName: nameof(IChatFeedGrain.UpsertAsync) })
                    {
                        ToldToFeed.Add((ChatView)call.Request.GetArgument(0)!);
                    }

                    if (call is { Grain: ICreditAccountGrain, MethodName: nameof(ICreditAccountGrain.ViewAsync) })
                    {
                        await Faults.WhileSilentAsync(call.TargetId.Key.ToString()!);
                    }

                    if (
                        call is { MethodName: nameof(ICreditAccountGrain.ChargeAsync) }
                        && Faults.TakeBusy(call.TargetId.Key.ToString()!)
                    )
                    {
                        call.Result = new Answer<ChargeReceipt>(null, new(RefusalCode.Busy, "Planned."));
                        return;
                    }

                    if (
                        call is { MethodName: nameof(IJointChargeGrain.ChargeJointlyAsync) }
                        && Faults.TakeBusy(call.TargetId.Key.ToString()!)
                    )
                    {
                        call.Result = JointOutcome.NotWritten;
                        return;
                    }

                    await call.Invoke();
                });
                silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = Patience);
            }
        );
        builder.ConfigureClient(client =>
            client
                .Configure<ClientMessagingOptions>(o => o.ResponseTimeout = Patience)
                .Services.AddStorageFailuresToWire()
        );
        cluster = builder.Build();
        await cluster.DeployAsync();
    }

    public async Task DisposeAsync() => await Cluster.DisposeAsync();

    internal CommandContext By(Actor actor) =>
        new(actor, new CommandId($"command-{Interlocked.Increment(ref commands)}"));

    /// <summary>A customer with one CS-Cart license, whose 50 granted credits are adjusted to a balance.</summary>
    internal async Task<(CustomerId Id, LicenseNumber License)> CustomerAsync(long balance)
    {
        var (id, license) = await CustomerOfAsync("CS-Cart", Bought);
        if (balance != 50)
        {
            var context = By(Admin);
            Value(await UntilAnsweredAsync(() => Account(id).AdjustAsync(context, new(new(balance - 50), "test"))));
        }

        return (id, license);
    }

    /// <summary>A customer with one license of an edition, bought at an instant.</summary>
    internal async Task<(CustomerId Id, LicenseNumber License)> CustomerOfAsync(string edition, DateTimeOffset bought)
    {
        var context = By(Admin);
        var id = CustomerId.For(context.Id);
        var customer = Cluster.Client.GetGrain<ICustomerGrain>(id.Value);
        Value(await UntilAnsweredAsync(() => customer.CreateAsync(context, new("Olga", "olga@example.com", null))));
        var license = new LicenseNumber($"LIC-{context.Id.Value.ToUpperInvariant()}");
        var registration = new RegisterLicense(license, edition, bought, null, null, default);
        var registering = By(Admin);
        Value(await UntilAnsweredAsync(() => customer.RegisterLicenseAsync(registering, registration)));
        return (id, license);
    }

    internal static Actor OwnerOf(CustomerId customer) => new("usr-owner", "Olga", Role.Customer, customer);

    internal ICreditAccountGrain Account(CustomerId customer) =>
        Cluster.Client.GetGrain<ICreditAccountGrain>(customer.Account.Value);

    /// <summary>Opens a ticket and returns its grain.</summary>
    internal async Task<ITicketGrain> TicketAsync(
        CustomerId customer,
        LicenseNumber license,
        CreditAmount? ceiling = null
    )
    {
        var context = By(OwnerOf(customer));
        var ticket = Cluster.Client.GetGrain<ITicketGrain>(TicketId.For(context.Id).Value);
        var question = new OpenTicket(license, "Subject", "Body", null, ceiling, Acknowledged: false);
        Value(await UntilAnsweredAsync(() => ticket.OpenAsync(context, question)));
        return ticket;
    }

    /// <summary>Repeats a command with its id until it is answered, as a client does that is told to try again.</summary>
    internal static Task<Answer<T>> UntilAnsweredAsync<T>(Func<Task<Answer<T>>> command)
        where T : class =>
        Eventually.DefiniteAsync(
            async () =>
            {
                var answer = await command();
                return answer.Refusal?.Code == RefusalCode.TryAgainLater
                    ? throw new TimeoutException(answer.Refusal.Detail)
                    : answer;
            },
            failure =>
                failure is TimeoutException or OrleansException or UnknownOutcomeException or StaleVersionException
        );

    /// <summary>Waits for a condition, no longer than the bound of tests.</summary>
    internal static Task EventuallyAsync(Func<Task<bool>> holds) =>
        Eventually.HoldsAsync(holds, () => "It never came about");

    internal static T Value<T>(Answer<T> answer)
        where T : class => answer.Ok ? answer.Value : throw new InvalidOperationException(answer.Refusal.ToString());

    /// <summary>The account's ledger adds up, and every ticket was charged what its entries say (Policy I1, I2, I4).</summary>
    internal async Task AssertBooksAgreeAsync(CustomerId customer, IEnumerable<ITicketGrain> tickets)
    {
        var entries = await Reader.ReadEntriesAsync(customer.Account.Value, 0, 10_000);
        var account = Value(await UntilAnsweredAsync(() => Account(customer).ViewAsync(Admin)));
        Assert.Equal(account.Balance, CreditAmount.Sum(entries.Select(entry => entry.Amount)));
        Assert.Equal(Enumerable.Range(1, entries.Length).Select(seq => (long)seq), entries.Select(entry => entry.Seq));
        Assert.All(entries, entry => Assert.True(entry.BalanceAfter >= CreditAmount.Zero));
        foreach (var ticket in tickets)
        {
            var view = Value(await UntilAnsweredAsync(() => ticket.ViewAsync(Admin)));
            Assert.Equal(
                view.Charged,
                -CreditAmount.Sum(entries.Where(entry => entry.Ticket == view.Number).Select(entry => entry.Amount))
            );
            Assert.False(view.ChargeInFlight);
        }
    }
}
