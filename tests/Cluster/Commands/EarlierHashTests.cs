using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Enquiries;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Commands;

/// <summary>A command whose row was written by an earlier release, with a hash of its form, is known when it is repeated (Policy D10).</summary>
public sealed class EarlierHashTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    private static readonly SendEnquiry Question = new("Ada", "ada@example.com", "Hello", "Does it scale?", null);

    [Fact]
    public async Task D10_A_repeat_across_an_upgrade_gets_the_first_answer()
    {
        var id = EnquiryId.For(new CommandId("sent-before"));
        var context = new CommandContext(DeskCluster.Admin, new("sent-before"));
        var first = new EnquiryReceipt(id, DeskCluster.Bought, "Help desk", "English");
        await WriteAsync(id, context, first);
        var enquiry = desk.Cluster.Client.GetGrain<IEnquiryGrain>(id.Value);

        var repeated = await enquiry.SendAsync(context, Question);
        var other = await enquiry.SendAsync(context, Question with { Body = "Does it scale well?" });

        Assert.Equal(first, DeskCluster.Value(repeated));
        Assert.Equal(RefusalCode.IdempotencyKeyReused, other.Refusal?.Code);
    }

    private Task WriteAsync(EnquiryId id, CommandContext context, EnquiryReceipt answer)
    {
        const string Hashed =
            """SendEnquiry{"name":"Ada","email":"ada@example.com","subject":"Hello","body":"Does it scale?"}""";
        var sent = new EnquirySent(Question, OwnsLicense: false, DeskCluster.Bought);
        var command = new RecordedCommand(
            context.Id.Value,
            SHA256.HashData(Encoding.UTF8.GetBytes(Hashed)),
            StateJson.Write(answer)
        );
        var state = Enquiry.Apply(new(), sent);
        var commit = new Commit(StoredNames.Of(typeof(Enquiry)), id.Value, 0, ReadOnlyMemory<byte>.Empty)
        {
            History = HistoryRows.Of<EnquiryEvent>(context.Actor, DeskCluster.Bought, 0, [sent], command),
            Card = state.StoredCard(id, 1),
        };
        var (chained, audit) = AuditTrail.Chain(commit, before: null);
        return desk
            .Cluster.Silos[0]
            .ServiceProvider.GetRequiredService<IJournal>()
            .CommitAsync(chained with { State = StateJson.WriteBytes(state with { Audit = audit }) });
    }
}
