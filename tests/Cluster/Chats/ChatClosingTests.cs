using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Chats;
using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Policy;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Chats;

/// <summary>What becomes of a chat when support closes and nobody has taken it.</summary>
public sealed class ChatClosingTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    [Fact]
    public async Task E5_At_closing_time_a_waiting_chat_waits_on_while_support_is_open_and_then_becomes_a_ticket()
    {
        await OpenOnAsync([.. Enum.GetValues<Weekday>()]);
        var chat = await ChatAsync();
        var closing = await PendingSinceAsync(chat);

        desk.Time.Pass(TimeSpan.FromDays(1));
        await DeskCluster.EventuallyAsync(async () => await PendingSinceAsync(chat) > closing);
        Assert.Equal(ChatStatus.Waiting, (await ViewAsync(chat)).Status);

        await OpenOnAsync([
            (Weekday)desk.Time.GetUtcNow().ToOffset(PolicyDocument.Shipped.Calendar.UtcOffset).DayOfWeek,
        ]);
        desk.Time.Pass(TimeSpan.FromDays(1));
        await DeskCluster.EventuallyAsync(async () => (await ViewAsync(chat)).Ticket is not null);

        var left = await ViewAsync(chat);
        Assert.Equal((ChatStatus.Ticket, null), (left.Status, await PendingSinceAsync(chat)));
        var ticket = DeskCluster.Value(
            await desk
                .Cluster.Client.GetGrain<ITicketGrain>(TicketId.For(new($"{chat}/ticket")).Value)
                .ViewAsync(DeskCluster.Engineer)
        );
        Assert.Equal((left.Ticket, left.StartedAt), ((long?)ticket.Number, ticket.AskedAt));
    }

    private async Task<ChatView> ViewAsync(ChatId chat) =>
        DeskCluster.Value(await desk.Cluster.Client.GetGrain<IChatGrain>(chat.Value).ViewAsync(DeskCluster.Engineer));

    private async Task<DateTimeOffset?> PendingSinceAsync(ChatId chat) =>
        (await desk.Reader.FindCardAsync(chat.Value))!.Card.PendingSince;

    /// <summary>Support is open all day on these weekdays.</summary>
    private async Task OpenOnAsync(ImmutableArray<Weekday> days)
    {
        var shipped = PolicyDocument.Shipped;
        var policy = shipped with
        {
            Version = $"open-on-{days.Length}",
            Calendar = shipped.Calendar with
            {
                Open = TimeSpan.Zero,
                Close = TimeSpan.FromHours(24),
                Days = days,
                Holidays = [],
                ExtraWorkingDays = [],
            },
        };
        var grain = desk.Cluster.Client.GetGrain<ISupportPolicyGrain>(ISupportPolicyGrain.Key);
        DeskCluster.Value(await grain.AdoptAsync(desk.By(DeskCluster.Admin), policy));
        await DeskCluster.EventuallyAsync(() =>
            Task.FromResult(
                desk.Cluster.Silos.All(silo =>
                    silo.ServiceProvider.GetRequiredService<ISupportPolicySource>().Current.Version == policy.Version
                )
            )
        );
    }

    private async Task<ChatId> ChatAsync()
    {
        var (customer, _) = await desk.CustomerAsync(50);
        var license = new LicenseNumber("VIP-1");
        var bought = desk.Time.GetUtcNow().AddDays(-1);
        DeskCluster.Value(
            await desk
                .Cluster.Client.GetGrain<ICustomerGrain>(customer.Value)
                .RegisterLicenseAsync(
                    desk.By(DeskCluster.Admin),
                    new(license, "Multi-Vendor Ultimate", bought, null, null, default)
                )
        );
        var context = desk.By(DeskCluster.OwnerOf(customer));
        var chat = ChatId.For(context.Id);
        DeskCluster.Value(
            await desk.Cluster.Client.GetGrain<IChatGrain>(chat.Value).StartAsync(context, new(license, "How?"))
        );
        return chat;
    }
}
