using Tallydesk.Policy;
using Tallydesk.Tickets;

namespace Tallydesk.Tests.Crashes.Flows;

/// <summary>A flow over several grains. Both parts can be repeated: their commands carry the same ids every time.</summary>
/// <param name="PrepareAsync">Brings the desk to where the flow begins.</param>
/// <param name="RunAsync">The flow's own command, or several at once.</param>
internal sealed record Flow(Func<Desk, Task> PrepareAsync, Func<Desk, Task> RunAsync)
{
    private const int Racers = 64;

    /// <summary>How much time passes between the two.</summary>
    public TimeSpan Passes { get; init; }

    /// <summary>The flow of a name.</summary>
    public static Flow Named(string name) =>
        name switch
        {
            "registration" => new(Vendor.CreateAsync, Vendor.RegisterAsync),
            "agreement" => new(ProposeAsync, desk => desk.AcceptAsync("A", 1)),
            "correction" => new(PayAsync, desk => desk.AssessAsync("A", Category.Configuration)),
            "settlement" => new(WaitAsync, desk => desk.PurchaseAsync("order-1", 100)),
            "split" => new(WriteAsync, SplitAsync),
            "closing" => new(desk => ResolveQuestionAsync(desk, TicketOutcome.Solved), _ => Task.CompletedTask)
            {
                Passes = TimeSpan.FromDays(8),
            },
            "lateReply" => new(
                desk => ResolveQuestionAsync(desk, TicketOutcome.CannotBeSolved),
                desk => desk.PostAsync("A", "late")
            )
            {
                Passes = TimeSpan.FromDays(15),
            },
            "merge" => new(PayTwiceAsync, desk => desk.MergeAsync("B", into: "A")),
            "modification" => new(CareAsync, desk => desk.AssessMinorAsync("A")),
            "return" => new(TakeAsync, desk => desk.AssessAsync("A", Category.Investigation)),
            "chat" => new(ChatAsync, desk => desk.MakeTicketAsync("Reports")),
            "revocation" => new(PayAsync, Vendor.RevokeAsync),
            "waiver" => new(EndAsync, desk => desk.WaiveAsync("A")),
            "race" => new(OpenManyAsync, RaceAsync),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such flow."),
        };

    /// <summary>A ticket whose Investigation (20) waits for agreement.</summary>
    private static async Task ProposeAsync(Desk desk)
    {
        await desk.EquipAsync();
        await desk.OpenAsync("A");
        await desk.AssessAsync("A", Category.Investigation);
    }

    /// <summary>A ticket charged 20, and another whose charge of 40 finds only 30 and waits.</summary>
    private static async Task PayAsync(Desk desk)
    {
        await ProposeAsync(desk);
        await desk.AcceptAsync("A", 1);
        await desk.OpenAsync("B", preAgreedUpTo: new(40));
        await desk.AssessAsync("B", Category.ComplexModification, new(40));
    }

    /// <summary>The same, and the ticket that was charged is closed: its charge stays.</summary>
    private static async Task EndAsync(Desk desk)
    {
        await PayAsync(desk);
        await desk.GiveUpAsync("A");
    }

    /// <summary>Two tickets in line: 60 and 5 behind it, with 50 on the account.</summary>
    private static async Task WaitAsync(Desk desk)
    {
        await desk.EquipAsync();
        await desk.OpenAsync("A", preAgreedUpTo: new(60));
        await desk.AssessAsync("A", Category.ComplexModification, new(60));
        await desk.OpenAsync("B");
        await desk.AssessAsync("B", Category.Question);
    }

    /// <summary>A ticket of a license under VIP care.</summary>
    private static async Task CareAsync(Desk desk)
    {
        await desk.CreateAsync();
        await desk.BuyCareAsync();
        await desk.OpenAsync("A");
    }

    /// <summary>A ticket with a free minor modification.</summary>
    private static async Task TakeAsync(Desk desk)
    {
        await CareAsync(desk);
        await desk.AssessMinorAsync("A");
    }

    /// <summary>A ticket with two more questions.</summary>
    private static async Task WriteAsync(Desk desk)
    {
        await desk.EquipAsync();
        await desk.OpenAsync("A");
        await desk.PostAsync("A", "second");
        await desk.PostAsync("A", "third");
    }

    private static async Task SplitAsync(Desk desk)
    {
        var second = await desk.PostAsync("A", "second");
        var third = await desk.PostAsync("A", "third");
        await desk.SplitAsync("A", second.Message!.Value, third.Message!.Value);
    }

    /// <summary>A ticket that cost 5 and whose work has ended.</summary>
    private static async Task ResolveQuestionAsync(Desk desk, TicketOutcome outcome)
    {
        await desk.EquipAsync();
        await desk.OpenAsync("A");
        await desk.AssessAsync("A", Category.Question);
        await desk.ResolveAsync("A", outcome);
    }

    /// <summary>Two tickets that cost 5 each.</summary>
    private static async Task PayTwiceAsync(Desk desk)
    {
        await desk.EquipAsync();
        foreach (var ticket in (string[])["A", "B"])
        {
            await desk.OpenAsync(ticket);
            await desk.AssessAsync(ticket, Category.Question);
        }
    }

    /// <summary>A chat that an engineer has taken, about a license under VIP care.</summary>
    private static async Task ChatAsync(Desk desk)
    {
        await desk.EquipAsync();
        await desk.RegisterCareAsync();
        await desk.StartChatAsync("How do I export reports?");
        await desk.SayAsync("A moment.");
    }

    private static async Task OpenManyAsync(Desk desk)
    {
        await desk.EquipAsync();
        await Task.WhenAll(Enumerable.Range(1, Racers).Select(racer => desk.OpenAsync($"T{racer}")));
    }

    /// <summary>Questions (5 each, 320 in all) while the shop brings the account to 250.</summary>
    private static Task RaceAsync(Desk desk) =>
        Task.WhenAll(
            Enumerable
                .Range(1, Racers)
                .Select<int, Task>(racer => desk.AssessAsync($"T{racer}", Category.Question))
                .Append(desk.PurchaseAsync("order-1", 200))
        );
}
