using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tallydesk.Attachments;
using Tallydesk.Audit;
using Tallydesk.Background;
using Tallydesk.Chats;
using Tallydesk.Flows;
using Tallydesk.Hosting;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Limits;
using Tallydesk.Mail;
using Tallydesk.Policy;
using Tallydesk.Queues;
using Tallydesk.Search;
using Tallydesk.Staff;
using Tallydesk.Storage;
using Tallydesk.Tests.Support;
using Tallydesk.Webhooks;
using Xunit;

namespace Tallydesk.Tests.Background;

/// <summary>Each background loop while all that it needs is broken.</summary>
[Collection(DeskTests.Name)]
public sealed class EveryLoopTests(DeskHost desk)
{
    private static readonly BrokenDatabase Database = new();
    private static readonly TimeProvider Clock = new Skipping();
    private static readonly EphemeralDataProtectionProvider Protection = new();
    private static readonly RightsLog Log = new(Database, Clock);
    private static readonly WebhookStore Hooks = new(Database, Log, Protection);

    // csharpier-ignore
    private static readonly Dictionary<string, Func<BackgroundLoop>> Loops = new(StringComparer.Ordinal)
    {
        ["mail"] = () => new MailDelivery(new(Database, Protection, Clock), null!, Clock, NullLogger<MailDelivery>.Instance),
        ["token uses"] = () =>
            Used(new TokenUses(new(Database, Log, Hooks, null!), Broken.Of<IFailedWork>(), Clock, NullLogger<TokenUses>.Instance)),
        ["visitors' requests"] = () =>
            Asked(new LaterWork(Broken.Of<IServiceScopeFactory>(), Clock, NullLogger<LaterWork>.Instance)),
        ["webhook deliveries"] = () =>
            new WebhookDelivery(Hooks, new(Database, Clock), null!, Clock, NullLogger<WebhookDelivery>.Instance),
        ["webhook events"] = () =>
            new HistoryWatch(Hooks, new(Database), null!, null!, null!, Clock, NullLogger<HistoryWatch>.Instance),
        ["unclaimed files"] = () =>
            new AttachmentSweep(new(Database, Log, Clock), null!, Broken.Of<IFailedWork>(), Clock, NullLogger<AttachmentSweep>.Instance),
        ["audit anchors"] = () =>
            new AnchorService(
                new(Database, Clock),
                Options.Create(new AuditOptions()),
                Broken.Of<IFailedWork>(),
                Clock,
                NullLogger<AnchorService>.Instance
            ),
        ["search index"] = () =>
            new SearchLoop(new(Database, NullLogger<SearchIndex>.Instance), Clock, NullLogger<SearchLoop>.Instance),
        ["queues"] = () =>
            new QueueFeeds(
                Broken.Of<IGrainFactory>(),
                Broken.Of<ISupportPolicySource>(),
                null!,
                null!,
                Clock,
                NullLogger<QueueFeeds>.Instance
            ),
        ["chats"] = () =>
            new ChatFeed(
                Broken.Of<IGrainFactory>(),
                new(Broken.Of<IJournalReader>()),
                null!,
                Clock,
                NullLogger<ChatFeed>.Instance
            ),
        ["sweep"] = () => new Sweep(Broken.Of<IGrainFactory>(), Broken.Of<IJournalReader>(), Broken.Of<IFormerStaff>(), Dispatcher, Broken.Of<ISupportPolicySource>(), Broken.Of<IFailedWork>(), Clock, NullLogger<Sweep>.Instance),
        ["support policy"] = () => new SupportPolicyLoop(new(Broken.Of<IGrainFactory>()), Clock, NullLogger<SupportPolicyLoop>.Instance),
        ["notices"] = () => Dispatcher.Lines[3],
        ["ticket cards"] = () => Dispatcher.Lines[0],
        ["license cards"] = () => Dispatcher.Lines[1],
        ["chat cards"] = () => Dispatcher.Lines[2],
        ["hub proofs"] = () => new HubSweep(null!, Clock, NullLogger<HubSweep>.Instance),
    };

    // With something in each line.
    private static Dispatcher Dispatcher
    {
        get
        {
            var (licenses, chats, notices) = (
                new Outgoing<LicenseView>(),
                new Outgoing<ChatView>(),
                new Outgoing<Notice>()
            );
            licenses.Add((LicenseView)null!);
            chats.Add((ChatView)null!);
            notices.Add(new Notice("one", "unknown", "tic-1", "{}"));
            return new(
                Broken.Of<IGrainFactory>(),
                null!,
                Broken.Of<ISupportPolicySource>(),
                Broken.Of<IFailedWork>(),
                new(),
                licenses,
                chats,
                notices,
                Clock,
                NullLogger<Dispatcher>.Instance
            );
        }
    }

    /// <summary>The loops.</summary>
    public static TheoryData<string> Names => [.. Loops.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_unexpected_exception_in_a_loop_does_not_end_the_host(string name)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        using var loop = Loops[name]();
        builder.Services.AddSingleton<IHostedService>(loop);
        using var host = builder.Build();
        await host.StartAsync();
        var process = host.Services.GetRequiredService<IHostApplicationLifetime>();
        await Eventually.HoldsAsync(
            () => Task.FromResult(loop.Record.Runs >= 3 || process.ApplicationStopping.IsCancellationRequested),
            () => $"It ran {loop.Record.Runs} times"
        );
        Assert.False(process.ApplicationStopping.IsCancellationRequested);
        await host.StopAsync();
    }

    [Fact]
    public void Every_hosted_service_is_a_loop_of_the_table_or_runs_only_once()
    {
        var hosted = desk.Services.GetServices<IHostedService>().ToList();
        Assert.Equal(Loops.Keys.Order(), hosted.OfType<BackgroundLoop>().Select(loop => loop.Record.Name).Order());
        Assert.Equal(
            [nameof(BootstrapToken), nameof(StorageStart), nameof(SupportPolicyAtStart)],
            hosted
                .Where(service => service is not BackgroundLoop)
                .Select(service => service.GetType())
                .Where(type => type.Namespace!.StartsWith(nameof(Tallydesk), StringComparison.Ordinal))
                .Select(type => type.Name)
                .Order()
        );
    }

    [Fact]
    public Task Each_queue_that_is_followed_is_a_loop_in_the_health_of_the_process() =>
        Eventually.HoldsAsync(
            () =>
                Task.FromResult(
                    desk.Services.GetRequiredService<BackgroundHealth>().Loops.Any(loop => loop.Name == "queue support")
                ),
            () => "There is none"
        );

    private static TokenUses Used(TokenUses uses)
    {
        uses.Note("one");
        return uses;
    }

    private static LaterWork Asked(LaterWork later)
    {
        later.Add(_ => Task.CompletedTask);
        return later;
    }

    private sealed class Skipping : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
