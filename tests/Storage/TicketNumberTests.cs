using Tallydesk.Storage;
using Xunit;

namespace Tallydesk.Tests.Storage;

public sealed class TicketNumberTests
{
    [Theory, OnBoth]
    public async Task Whoever_asks_gets_a_number_of_its_own_and_later_ones_are_higher(Engine engine)
    {
        await using var store = await Store.OpenAsync(engine);
        var numbers = new TicketNumbers(store.Database);

        var first = await numbers.NextAsync();
        var many = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(numbers.NextAsync)));
        var last = await numbers.NextAsync();

        Assert.Equal(1, first);
        Assert.Equal(Enumerable.Range(2, 100).Select(number => (long)number), many.Order());
        Assert.Equal(102, last);
    }

    [Fact]
    public async Task A_draw_that_fails_fails_those_who_wait_for_it_and_nobody_after()
    {
        await using var store = await Store.OpenAsync(Engine.Sqlite);
        var numbers = new TicketNumbers(store.Database);
        await store.ExecuteAsync("ALTER TABLE ticket_numbers RENAME TO hidden");

        var failed = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => Record.ExceptionAsync(() => numbers.NextAsync()))
        );
        await store.ExecuteAsync("ALTER TABLE hidden RENAME TO ticket_numbers");

        Assert.All(failed, Assert.NotNull);
        Assert.Equal(1, await numbers.NextAsync());
    }
}
