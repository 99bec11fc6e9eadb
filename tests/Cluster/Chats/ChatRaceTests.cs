using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Chats;
using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Chats;

/// <summary>Chats through two silos: who comes first, what a lost answer leaves, and that everybody hears of it.</summary>
public sealed class ChatRaceTests(DeskCluster desk) : IClassFixture<DeskCluster>, IAsyncLifetime
{
    private static readonly Actor Emil = new("usr-eng-2", "Emil", Role.Engineer);
    private static readonly MakeChatTicket Reports = new("Reports", null, null);

    // Support is open all the time, whenever the tests run.
    private static readonly SupportPolicy AlwaysOpen = PolicyDocument.Shipped with
    {
        Version = "always-open",
        Calendar = PolicyDocument.Shipped.Calendar with
        {
            Open = TimeSpan.Zero,
            Close = TimeSpan.FromHours(24),
            Days = [.. Enum.GetValues<Weekday>()],
            Holidays = [],
        },
    };

    public async Task InitializeAsync()
    {
        var policy = desk.Cluster.Client.GetGrain<ISupportPolicyGrain>(ISupportPolicyGrain.Key);
        DeskCluster.Value(await policy.AdoptAsync(desk.By(DeskCluster.Admin), AlwaysOpen));
        await DeskCluster.EventuallyAsync(() =>
            Task.FromResult(
                desk.Cluster.Silos.All(silo =>
                    silo.ServiceProvider.GetRequiredService<ISupportPolicySource>().Current.Version
                    == AlwaysOpen.Version
                )
            )
        );
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task E5_Two_engineers_click_at_once_through_two_silos_and_make_one_ticket()
    {
        for (var round = 0; round < 20; round++)
        {
            var (chat, customer, _) = await ChatAsync();

            var answers = await Task.WhenAll(
                Through(0, chat).MakeTicketAsync(desk.By(DeskCluster.Engineer), Reports),
                Through(1, chat).MakeTicketAsync(desk.By(Emil), Reports),
                Through(1, chat).CloseAsync(desk.By(DeskCluster.OwnerOf(customer)))
            );

            var numbers = answers.Select(answer => DeskCluster.Value(answer).Ticket).Distinct();
            var number = Assert.Single(numbers);
            var cards = await desk.Reader.ListCardsAsync(new("ticket", 10) { Customer = customer.Value });
            Assert.Equal(number, Assert.Single(cards).Card.Rank);
        }
    }

    [Fact]
    public async Task E5_Of_two_engineers_who_take_a_chat_at_once_one_wins()
    {
        for (var round = 0; round < 20; round++)
        {
            var (chat, _, _) = await ChatAsync();

            var answers = await Task.WhenAll(
                Through(0, chat).TakeAsync(desk.By(DeskCluster.Engineer)),
                Through(1, chat).SayAsync(desk.By(Emil), new("Hello."))
            );

            Assert.Single(answers, answer => answer.Ok);
            Assert.Equal(RefusalCode.AlreadyClaimed, Assert.Single(answers, answer => !answer.Ok).Refusal!.Code);
        }
    }

    [Theory]
    [InlineData(Fault.Before)]
    [InlineData(Fault.After)]
    public async Task E5_A_ticket_whose_answer_was_lost_is_one_ticket_with_the_transcript(Fault fault)
    {
        var (chat, customer, asked) = await ChatAsync();
        DeskCluster.Value(await Through(0, chat).SayAsync(desk.By(DeskCluster.Engineer), new("A moment.")));
        var ticket = TicketId.For(new($"{chat}/ticket"));
        desk.Faults.Next(chat.Value, fault);
        desk.Faults.Next(ticket.Value, fault);
        desk.Faults.Next(chat.Value, fault);
        var context = desk.By(DeskCluster.Engineer);

        var made = DeskCluster.Value(
            await DeskCluster.UntilAnsweredAsync(() => Through(0, chat).MakeTicketAsync(context, Reports))
        );

        var owner = DeskCluster.OwnerOf(customer);
        var view = DeskCluster.Value(await desk.Cluster.Client.GetGrain<ITicketGrain>(ticket.Value).ViewAsync(owner));
        Assert.Equal((made.Ticket, (ChatId?)chat, asked), ((long?)view.Number, view.Chat, view.AskedAt));
        Assert.Equal((CoverageBasis.Vip, "olga@example.com"), (view.CoverageWhenAsked, view.RepliesTo));
        var messages = await Conversation.ReadAsync(desk.Reader, ticket, owner, 0, 10);
        Assert.Equal(["How do I export reports?", "A moment."], messages.Select(message => message.Body));
        Assert.Equal(
            made,
            DeskCluster.Value(await Through(1, chat).MakeTicketAsync(context, Reports)) with
            {
                Version = made.Version,
            }
        );
    }

    [Fact]
    public async Task E5_What_is_said_on_one_silo_is_heard_at_once_whoever_is_attached_where()
    {
        var heard = new Listener();
        var reference = desk.Cluster.Client.CreateObjectReference<IChatObserver>(heard);
        var feed = desk.Cluster.Client.GetGrain<IChatFeedGrain>(IChatFeedGrain.Key);
        await feed.AttachAsync("test", reference, epoch: null, seq: 0);
        var (chat, customer, _) = await ChatAsync();

        foreach (var silo in (int[])[0, 1, 0, 1])
        {
            var said = DeskCluster.Value(
                await Through(silo, chat).SayAsync(desk.By(DeskCluster.OwnerOf(customer)), new($"Through {silo}."))
            );
            var message = said.Message!.Value;
            // The feed's repair alone would be heard too, without a call.
            await DeskCluster.EventuallyAsync(() => Task.FromResult(Told(chat, message) && heard.Has(chat, message)));
        }

        Assert.Contains(await OpenAsync(), open => open.Id == chat);
        DeskCluster.Value(await Through(1, chat).MakeTicketAsync(desk.By(Emil), Reports));
        await DeskCluster.EventuallyAsync(async () => (await OpenAsync()).All(open => open.Id != chat));
        GC.KeepAlive(heard);

        async Task<System.Collections.Immutable.ImmutableArray<ChatView>> OpenAsync() =>
            (await feed.AttachAsync("test", reference, epoch: null, seq: 0)).Snapshot!.Open;
    }

    [Fact]
    public async Task E5_A_gateway_that_missed_changes_is_given_them_and_one_of_another_epoch_all_open_chats()
    {
        var heard = new Listener();
        var reference = desk.Cluster.Client.CreateObjectReference<IChatObserver>(heard);
        var feed = desk.Cluster.Client.GetGrain<IChatFeedGrain>(IChatFeedGrain.Key);
        var before = (await feed.AttachAsync("missing", reference, epoch: null, seq: 0)).Snapshot!;
        var (chat, _, _) = await ChatAsync();

        await DeskCluster.EventuallyAsync(async () =>
        {
            var missed = await feed.AttachAsync("missing", reference, before.Epoch, before.Seq);
            return missed.Snapshot is null
                && missed.Deltas.Any(delta => delta.Changes.Any(view => view.Id == chat))
                && missed.Deltas[0].Seq == before.Seq + 1;
        });
        var other = await feed.AttachAsync("missing", reference, "another", before.Seq);
        Assert.Contains(other.Snapshot!.Open, view => view.Id == chat);
        GC.KeepAlive(heard);
    }

    private bool Told(ChatId chat, long message) =>
        desk.ToldToFeed.Any(view => view.Id == chat && view.Newest.Id == message);

    private IChatGrain Through(int silo, ChatId chat) => desk.Silos[silo].GetGrain<IChatGrain>(chat.Value);

    /// <summary>A chat that a customer with VIP care has started, and when it was asked.</summary>
    private async Task<(ChatId Id, CustomerId Customer, DateTimeOffset Asked)> ChatAsync()
    {
        var (customer, _) = await desk.CustomerAsync(50);
        var license = new LicenseNumber($"VIP-{customer.Value[4..].ToUpperInvariant()}");
        var today = TimeProvider.System.GetUtcNow();
        DeskCluster.Value(
            await desk
                .Cluster.Client.GetGrain<ICustomerGrain>(customer.Value)
                .RegisterLicenseAsync(
                    desk.By(DeskCluster.Admin),
                    new(license, "Multi-Vendor Ultimate", today.AddDays(-1), null, null, default)
                )
        );
        var context = desk.By(DeskCluster.OwnerOf(customer));
        var chat = ChatId.For(context.Id);
        var started = DeskCluster.Value(
            await Through(0, chat).StartAsync(context, new(license, "How do I export reports?"))
        );
        Assert.Equal((ChatStatus.Waiting, null), (started.Status, started.Ticket));
        var transcript = await ChatTranscript.ReadAsync(desk.Reader, chat, 0, 10);
        return (chat, customer, Assert.Single(transcript).At);
    }

    private sealed class Listener : IChatObserver
    {
        private readonly System.Collections.Concurrent.ConcurrentBag<ChatView> heard = [];

        public Task OnDeltaAsync(ChatDelta delta)
        {
            foreach (var chat in delta.Changes)
            {
                heard.Add(chat);
            }

            return Task.CompletedTask;
        }

        public bool Has(ChatId chat, long message) => heard.Any(view => view.Id == chat && view.Newest.Id == message);
    }
}
