using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Journal;

/// <summary>How a command is recorded with the state that its events lead to.</summary>
/// <param name="next">The state.</param>
/// <param name="happened">The events.</param>
/// <param name="version">The state's version.</param>
internal delegate RecordedCommand Recording<TState, TEvent>(TState next, ImmutableArray<TEvent> happened, long version);

/// <summary>
/// A grain that carries out one command after another, each in one commit of state, history and card.
/// </summary>
/// <typeparam name="TState">The feature's state, immutable; its parameterless instance is a grain never written.</typeparam>
/// <typeparam name="TEvent">The feature's events.</typeparam>
internal abstract class JournaledGrain<TState, TEvent>(JournalServices services) : StoredGrain<TState>(services)
    where TState : JournaledState, IJournaledState, new()
    where TEvent : class
{
    private readonly RecentAnswers recent = new();

    /// <summary>The state after an event.</summary>
    protected abstract TState Apply(TState state, TEvent happened);

    /// <summary>Marks the state that a commit leaves with its instant.</summary>
    protected virtual TState Stamp(TState state, DateTimeOffset now) => state;

    /// <summary>The list card of a state; null when it has none.</summary>
    protected virtual Card? CardOf(TState state, long version) => null;

    /// <summary>The notices to send once these events are on disk; they are stored until delivered.</summary>
    protected virtual ImmutableArray<Notice> NoticesOf(ImmutableArray<TEvent> events) => [];

    /// <summary>The orders of the vendor's shop that these events count.</summary>
    protected virtual ImmutableArray<ShopOrder> OrdersOf(ImmutableArray<TEvent> events) => [];

    /// <summary>Tells others of a commit, without waiting for them.</summary>
    protected virtual void Publish() { }

    /// <summary>
    /// One command: a repeat gets the first answer, a refusal writes nothing, events are committed and then published. A
    /// command that changes nothing is recorded all the same.
    /// </summary>
    /// <param name="context">The actor and id of the command.</param>
    /// <param name="command">What is commanded; its content is compared with a repeat's.</param>
    /// <param name="decide">The rule.</param>
    /// <param name="answer">The answer, from the state that was committed, the events that led there, and its version.</param>
    /// <param name="finish">Finishes what the events left pending over other grains; the answer is recorded afterwards.</param>
    /// <param name="join">Writes the events together with another grain's doing where that is possible; answers the events that were written, or null.</param>
    /// <typeparam name="TCommand">The command.</typeparam>
    /// <typeparam name="TAnswer">The answer's value.</typeparam>
    protected async Task<Answer<TAnswer>> ExecuteAsync<TCommand, TAnswer>(
        CommandContext context,
        TCommand command,
        Func<TState, Origin, Answer<Decision<TEvent>>> decide,
        Func<TState, ImmutableArray<TEvent>, long, TAnswer> answer,
        Func<Task>? finish = null,
        Func<ImmutableArray<TEvent>, Recording<TState, TEvent>, Task<ImmutableArray<TEvent>?>>? join = null
    )
        where TAnswer : class
    {
        ThrowIfFailed();
        var hash = CommandHash.Of(command);
        if (recent.Find<TAnswer>(context.Id, hash) is { } known)
        {
            return known;
        }

        if (RefuseStale(context) is { } stale)
        {
            return await FirstAnswerAsync<TAnswer>(context.Id, hash, finish) ?? stale;
        }

        var decided = decide(State, Origin.Of(context, hash));
        if (!decided.Ok)
        {
            return await FirstAnswerAsync<TAnswer>(context.Id, hash, finish) ?? decided.Refusal;
        }

        var events = decided.Value.Events;
        if (events.IsEmpty)
        {
            return await FirstAnswerAsync<TAnswer>(context.Id, hash, finish)
                ?? await RecordUnchangedAsync(context, hash, answer(State, events, Version));
        }

        try
        {
            if (join is not null && await join(events, Record) is { } joint)
            {
                events = joint;
            }
            else
            {
                await CommitAsync(context.Actor, events, (next, version) => Record(next, events, version));
            }
        }
        catch (DuplicateCommandException e)
        {
            return await FirstAnswerAsync<TAnswer>(context.Id, hash, finish)
                ?? await RefuseOrdersAsync(events)
                ?? (
                    OrdersOf(events).IsEmpty
                        ? throw new InvalidOperationException($"{Key} refused a command it does not know.", e)
                        : ShopOrder.UnderWay
                );
        }

        if (finish is not null && !await TryFinishAsync(finish) && State.IsPending(context.Id.Value))
        {
            return Repeats.UnderWay;
        }

        var first = answer(State, events, Version);
        recent.Keep(context.Id.Value, hash, first);
        return first;

        RecordedCommand Record(TState next, ImmutableArray<TEvent> happened, long version) =>
            new(
                context.Id.Value,
                hash.Bytes,
                next.IsPending(context.Id.Value) ? null : StateJson.Write(answer(next, happened, version))
            );
    }

    /// <summary>
    /// Finishes a flow that is recorded as pending. Where another grain can't be reached, or refuses at the moment, the flow
    /// stays pending: the sweep resumes it, and so does a repeat of its command. A write of this grain whose outcome is
    /// unknown fails the call.
    /// </summary>
    /// <returns>Whether it is finished.</returns>
    protected async Task<bool> TryFinishAsync(Func<Task> finish)
    {
        try
        {
            await finish();
            return true;
        }
        catch (Exception e) when (Outages.IsOne(e))
        {
            ThrowIfFailed();
            return false;
        }
    }

    /// <summary>Refuses a command whose caller has seen another version; null when it has not.</summary>
    protected Refusal? RefuseStale(CommandContext context) =>
        context.ExpectedVersion is { } expected && expected != Version
            ? new Refusal(
                RefusalCode.StaleVersion,
                $"The current version is {Version}, not {expected}. Read it again and retry."
            ).With("version", Version)
            : null;

    /// <summary>Commits events, applies them and publishes. The command is recorded on the first event's row.</summary>
    protected Task CommitAsync(
        Actor actor,
        ImmutableArray<TEvent> events,
        Func<TState, long, RecordedCommand?>? command = null
    ) => TryCommitAsync(actor, events, command, WriteToJournalAsync);

    /// <summary>Has events committed, and applies and publishes them if they were.</summary>
    /// <inheritdoc cref="StoredGrain{TState}.TryWriteAsync" path="/param[@name='write']"/>
    protected async Task<bool> TryCommitAsync(
        Actor actor,
        ImmutableArray<TEvent> events,
        Func<TState, long, RecordedCommand?>? command,
        Func<Commit, Task<bool>> write
    )
    {
        var now = Now;
        var next = Stamp(events.Aggregate(State, Apply), now);
        var history = HistoryRows.Of(actor, now, State.HistorySeq, events, command?.Invoke(next, Version + 1L));
        var notices = NoticesOf(events);
        var isWritten = await TryWriteAsync(
            next,
            commit =>
                commit with
                {
                    History = history,
                    Orders = OrdersOf(events),
                    Card = CardOf(next, Version + 1L),
                    Notices = notices,
                },
            write
        );
        if (isWritten)
        {
            Publish();
            Services.Notices.Add(notices);
        }

        return isWritten;
    }

    private async Task<Refusal?> RefuseOrdersAsync(ImmutableArray<TEvent> events)
    {
        foreach (var order in OrdersOf(events))
        {
            if (order.RefuseBeside(await Services.Reader.FindOrderAsync(order.Name)) is { } taken)
            {
                return taken;
            }
        }

        return null;
    }

    private async Task<Answer<TAnswer>> RecordUnchangedAsync<TAnswer>(
        CommandContext context,
        CommandHash hash,
        TAnswer unchanged
    )
        where TAnswer : class
    {
        await RecordUnchangedAsync(context.Actor, new(context.Id.Value, hash.Bytes, StateJson.Write(unchanged)));
        recent.Keep(context.Id.Value, hash, unchanged);
        return unchanged;
    }

    /// <summary>The first answer to a command this grain has carried out before; null when it has not.</summary>
    private async Task<Answer<TAnswer>?> FirstAnswerAsync<TAnswer>(CommandId id, CommandHash hash, Func<Task>? finish)
        where TAnswer : class
    {
        if (await Services.Reader.FindCommandAsync(Key, id.Value) is not { } recorded)
        {
            return null;
        }

        if (!recorded.IsOf(hash))
        {
            return Repeats.KeyReused(id);
        }

        if (recorded.Answer is null && finish is not null)
        {
            if (!await TryFinishAsync(finish) && State.IsPending(id.Value))
            {
                return Repeats.UnderWay;
            }

            recorded =
                await Services.Reader.FindCommandAsync(Key, Repeats.OutcomeOf(id.Value))
                ?? throw new InvalidOperationException($"{Key} keeps no outcome of {id}.");
        }

        return StateJson.Read<TAnswer>(
            recorded.Answer ?? throw new InvalidOperationException($"{Key} keeps no answer to {id}.")
        );
    }
}
