using Microsoft.JSInterop;

namespace Tallydesk.Queues;

/// <content>What people do on the board, by keys and by buttons.</content>
public sealed partial class LiveBoard
{
    private const string NextAct = "next";
    private readonly HashSet<string> busy = [];
    private readonly Commands commands = new();
    private DotNetObjectReference<LiveBoard>? self;
    private IJSObjectReference? module;
    private IJSObjectReference? script;
    private long? selected;
    private string? notice;
    private bool refused;
    private bool revealSelected;

    /// <summary>A key of the board was pressed.</summary>
    [JSInvokable]
    public Task PressAsync(string key) =>
        key switch
        {
            "j" => MoveAsync(1),
            "k" => MoveAsync(-1),
            "Enter" => Open(),
            "c" when selected is { } number => ClaimAsync(number),
            "n" => NextAsync(),
            _ => Task.CompletedTask,
        };

    private static string ActOn(long number) => $"ticket {number}";

    private void Select(long number) => selected = number;

    private Task MoveAsync(int by)
    {
        selected = view.Step(selected, by);
        revealSelected = selected is not null;
        return InvokeAsync(StateHasChanged);
    }

    private Task Open()
    {
        if (selected is { } number)
        {
            Navigation.NavigateTo($"/tickets/{number}", forceLoad: true);
        }

        return Task.CompletedTask;
    }

    private Task ClaimAsync(long number) =>
        ActAsync(
            ActOn(number),
            $"claim {number}",
            id => link!.ClaimAsync(number, id),
            _ => $"You claimed ticket {number}."
        );

    private Task ReleaseAsync(long number) =>
        ActAsync(
            ActOn(number),
            $"release {number}",
            id => link!.ReleaseAsync(number, id),
            _ => $"You released ticket {number}."
        );

    private Task NextAsync() => ActAsync(NextAct, NextAct, id => link!.NextAsync(id), Took);

    private string Took(ActAnswer answer)
    {
        if (answer.Number is not { } number)
        {
            return "No unassigned tickets are waiting.";
        }

        selected = number;
        revealSelected = true;
        return $"You claimed ticket {number}.";
    }

    private async Task ActAsync(
        string what,
        string act,
        Func<string, Task<ActAnswer>> send,
        Func<ActAnswer, string> done
    )
    {
        if (link is null || !busy.Add(what))
        {
            return;
        }

        await InvokeAsync(StateHasChanged);
        var answer = await send(commands.IdOf(act));
        commands.Answered(act, answer);
        busy.Remove(what);
        refused = answer.Code is not null;
        notice = refused ? answer.Detail : done(answer);
        await InvokeAsync(StateHasChanged);
    }

    private async Task AttachScriptAsync()
    {
        self = DotNetObjectReference.Create(this);
        module = await Script.InvokeAsync<IJSObjectReference>("import", "./board.js");
        script = await module.InvokeAsync<IJSObjectReference>("attach", self);
        build = await module.InvokeAsync<string?>("build");
    }

    /// <summary>What can be done only when the lines are drawn.</summary>
    private async Task AfterActsAsync()
    {
        if (script is null)
        {
            return;
        }

        if (revealSelected && selected is { } number)
        {
            revealSelected = false;
            await script.InvokeVoidAsync("reveal", view.IndexOf(number), number);
        }
    }

    private async Task DetachScriptAsync()
    {
        if (script is not null && module is not null)
        {
            await script.InvokeVoidAsync("detach");
            await script.DisposeAsync();
            await module.DisposeAsync();
        }

        self?.Dispose();
    }
}
