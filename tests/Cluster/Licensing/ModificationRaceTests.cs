using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;
using static Tallydesk.Tests.Support.DeskCluster;

namespace Tallydesk.Tests.Licensing;

/// <summary>Free minor modifications over tickets and their license (Policy E3, I6).</summary>
public sealed class ModificationRaceTests(DeskCluster desk) : IClassFixture<DeskCluster>
{
    private static readonly AssessTicket Minor = new(
        Category.ComplexModification,
        null,
        null,
        MinorModification: true,
        Note: null
    );

    [Fact]
    public async Task E3_I6_Of_two_tickets_that_race_for_the_seventh_through_two_silos_one_wins()
    {
        var (customer, license) = await LicenseAsync();
        for (var taken = 0; taken < 6; taken++)
        {
            Value(await AssessAsync(await desk.TicketAsync(customer, license), silo: 0));
        }

        var (one, other) = (await desk.TicketAsync(customer, license), await desk.TicketAsync(customer, license));
        var answers = await Task.WhenAll(AssessAsync(one, silo: 0), AssessAsync(other, silo: 1));

        Assert.Equal(0, Assert.Single(answers, answer => answer.Ok).Value!.Assessment!.Price.Value);
        Assert.Equal(RefusalCode.PriceRequired, Assert.Single(answers, answer => !answer.Ok).Refusal!.Code);
        Assert.Equal(7, await UsedAsync(license));
    }

    [Theory]
    [InlineData(Fault.Before)]
    [InlineData(Fault.After)]
    public async Task E3_A_modification_whose_writes_lose_their_answers_is_taken_once_and_given_back_once(Fault fault)
    {
        var (customer, license) = await LicenseAsync();
        var ticket = await desk.TicketAsync(customer, license);
        FailNextWrites();
        var (taking, giving) = (desk.By(Engineer), desk.By(Engineer));

        var taken = Value(await UntilAnsweredAsync(() => ticket.AssessAsync(taking, Minor)));
        var used = await UsedAsync(license);
        FailNextWrites();
        var question = new AssessTicket(Category.Question, null, null, MinorModification: false, Note: null);
        var given = Value(await UntilAnsweredAsync(() => ticket.AssessAsync(giving, question)));

        Assert.Equal((0, 1), (taken.Assessment!.Price.Value, used));
        Assert.Equal(0, await UsedAsync(license));
        var again = Value(await ticket.AssessAsync(giving, question));
        Assert.Equal((2, given.Version), (given.Assessment!.Revision, again.Version));

        void FailNextWrites()
        {
            desk.Faults.Next(ticket.GetPrimaryKeyString(), fault);
            desk.Faults.Next(license.GrainKey, fault);
        }
    }

    private Task<(CustomerId, LicenseNumber)> LicenseAsync() =>
        desk.CustomerOfAsync("Multi-Vendor Ultimate", TimeProvider.System.GetUtcNow().AddDays(-1));

    private Task<Answer<TicketReceipt>> AssessAsync(ITicketGrain ticket, int silo) =>
        desk.Silos[silo].GetGrain<ITicketGrain>(ticket.GetPrimaryKeyString()).AssessAsync(desk.By(Engineer), Minor);

    private async Task<int> UsedAsync(LicenseNumber license)
    {
        var view = await UntilAnsweredAsync(() =>
            desk.Cluster.Client.GetGrain<ILicenseGrain>(license.GrainKey).ViewAsync(Engineer)
        );
        return Value(view).Modifications!.Used;
    }
}
