using Tallydesk.Background;
using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Staff;
using Tallydesk.Tickets;

namespace Tallydesk.Chats;

/// <inheritdoc cref="IChatGrain"/>
/// <remarks>
/// The flow into a ticket: (1) the chat commits that it is over and on its way, with a mark; (2) the ticket's grain, whose key
/// follows from the chat's, opens with the transcript, or answers that it is open; (3) the chat commits the number and
/// removes the mark. Each step can be repeated; the sweep resumes what a crash cut off.
/// </remarks>
internal sealed class ChatGrain(
    JournalServices services,
    ISupportPolicySource policy,
    IFormerStaff formerStaff,
    Outgoing<ChatView> changed
) : JournaledGrain<Chat, ChatEvent>(services), IChatGrain
{
    private ChatId Id => ChatId.From(Key);

    public async Task<Answer<ChatReceipt>> StartAsync(CommandContext context, StartChat command)
    {
        await TryFinishAsync();
        var license = await GrainFactory.GetGrain<ILicenseGrain>(command.License.GrainKey).ViewAsync(context.Actor);
        if (!license.Ok)
        {
            return license.Refusal;
        }

        var opening = await OpeningOfAsync(license.Value);
        return await DoAsync(
            context,
            command,
            (chat, origin) => ChatRules.Start(chat, Key, origin, command, opening, policy.Current, Now),
            (chat, version) => Receipt(chat, version) with { Message = chat.FirstMessage }
        );
    }

    public async Task<Answer<ChatReceipt>> SayAsync(CommandContext context, SayInChat command)
    {
        var hasLeft = context.Actor.IsStaff && await formerStaff.IncludesAsync(context.Actor.Id);
        return await DoAsync(
            context,
            command,
            (chat, _) => ChatRules.Say(chat, context.Actor, command, Now, hasLeft),
            (chat, version) => Receipt(chat, version) with { Message = chat.Newest!.Id }
        );
    }

    public async Task<Answer<ChatReceipt>> TakeAsync(CommandContext context)
    {
        var hasLeft = await formerStaff.IncludesAsync(context.Actor.Id);
        return await DoAsync(
            context,
            ChatStatus.Taken,
            (chat, _) => ChatRules.Take(chat, context.Actor, hasLeft),
            Receipt
        );
    }

    public async Task ReturnAsync(Actor actor, string formerEngineer)
    {
        actor.MustBeDesk();
        ThrowIfFailed();
        if (await formerStaff.IncludesAsync(formerEngineer) && ChatRules.Return(State, formerEngineer) is { } returned)
        {
            await CommitAsync(actor, [returned]);
        }
    }

    public async Task<Answer<ChatReceipt>> CloseAsync(CommandContext context)
    {
        await TryFinishAsync();
        var license = await CoverageAsync();
        return await DoAsync(
            context,
            ChatStatus.Answered,
            (chat, origin) => WithCoverage(ChatRules.Close(chat, Key, origin, Now), license),
            Receipt
        );
    }

    public async Task<Answer<ChatReceipt>> MakeTicketAsync(CommandContext context, MakeChatTicket command)
    {
        await TryFinishAsync();
        var chosen = command.Message is { } message
            ? (await ChatTranscript.ReadAsync(Services.Reader, Id, message - 1, 1)).FirstOrDefault(m => m.Id == message)
            : null;
        var license = await CoverageAsync();
        return await DoAsync(
            context,
            command,
            (chat, origin) => WithCoverage(ChatRules.MakeTicket(chat, Key, origin, command, chosen, Now), license),
            Receipt
        );
    }

    public async Task ResumeAsync(Actor actor)
    {
        actor.MustBeDesk();
        ThrowIfFailed();
        if (ChatRules.WhenClosing(State, Key, policy.Current.Calendar, Now) is { IsEmpty: false } due)
        {
            var license = await CoverageAsync();
            await CommitAsync(actor, [.. due.Select(happened => WithCoverage(happened, license))]);
        }

        await FinishAsync();
    }

    public Task<Answer<ChatView>> ViewAsync(Actor actor)
    {
        ThrowIfFailed();
        Answer<ChatView> answer = ChatRefusals.RefuseUnseen(State, actor) is { } refusal
            ? refusal
            : State.View(Id, Version).SeenBy(actor);
        return Task.FromResult(answer);
    }

    protected override Chat Apply(Chat state, ChatEvent happened) => Chat.Apply(state, happened);

    protected override Card? CardOf(Chat state, long version) => state.StoredCard(Id, version);

    protected override void Publish() => changed.Add(State.View(Id, Version));

    private ChatReceipt Receipt(Chat chat, long version) => new(Id, version, chat.Status, Message: null, chat.Ticket);

    private Task<Answer<ChatReceipt>> DoAsync<TCommand>(
        CommandContext context,
        TCommand command,
        Func<Chat, Origin, Answer<Decision<ChatEvent>>> decide,
        Func<Chat, long, ChatReceipt> receipt
    ) => ExecuteAsync(context, command, decide, (chat, _, version) => receipt(chat, version), FinishAsync);

    /// <summary>Finishes a ticket that was cut off before; where that fails again, the chat is over all the same.</summary>
    private Task<bool> TryFinishAsync() => TryFinishAsync(FinishAsync);

    private async Task FinishAsync()
    {
        ThrowIfFailed();
        if (State.Pending is not { } pending)
        {
            return;
        }

        var transcript = await ChatTranscript.ReadWholeAsync(Services.Reader, Id);
        var opened = await GrainFactory
            .GetGrain<ITicketGrain>(pending.Ticket.Value)
            .OpenFromChatAsync(
                new CommandContext(pending.Origin.Actor, new CommandId(pending.Ticket.Value)),
                new OpenChatTicket(
                    Id,
                    State.Customer,
                    State.CustomerName,
                    State.Email,
                    State.License,
                    State.Edition,
                    State.Desk,
                    pending.Coverage ?? State.Coverage,
                    pending.Subject,
                    pending.CategoryHint,
                    pending.Asked,
                    transcript
                )
            );
        if (!opened.Ok)
        {
            throw new InvalidOperationException($"A chat's ticket can't be refused: {opened.Refusal.Detail}");
        }

        await CommitAsync(
            pending.Origin.Actor,
            [new ChatTicketMade(opened.Value.Number, State.Email)],
            (chat, version) => OutcomeOf(pending.Origin, chat, version)
        );
    }

    /// <summary>The result for the command that started the flow; nobody waits for flows that Tallydesk started.</summary>
    private RecordedCommand? OutcomeOf(Origin origin, Chat chat, long version)
    {
        if (origin.Actor == Actor.Desk)
        {
            return null;
        }

        var isStart = chat is { Messages: 1, ClosesAt: null };
        var receipt = Receipt(chat, version) with { Message = isStart ? chat.FirstMessage : null };
        return origin.Outcome(StateJson.Write(receipt));
    }

    /// <summary>What the license covers as it stands; null where there is no chat yet.</summary>
    private async Task<LicenseCoverage?> CoverageAsync()
    {
        if (!State.Exists)
        {
            return null;
        }

        var license = await GrainFactory.GetGrain<ILicenseGrain>(State.License.GrainKey).ViewAsync(Actor.Desk);
        return license.Value?.Coverage;
    }

    private static Answer<Decision<ChatEvent>> WithCoverage(
        Answer<Decision<ChatEvent>> decided,
        LicenseCoverage? coverage
    ) =>
        decided.Ok
            ? new Decision<ChatEvent>([.. decided.Value.Events.Select(happened => WithCoverage(happened, coverage))])
            : decided;

    private static ChatEvent WithCoverage(ChatEvent happened, LicenseCoverage? coverage) =>
        happened is ChatTicketStarted started
            ? new ChatTicketStarted(started.Pending with { Coverage = coverage })
            : happened;

    private async Task<ChatOpening> OpeningOfAsync(LicenseView license)
    {
        var card =
            await Services.Reader.FindCardAsync(license.Customer.Value)
            ?? throw new InvalidOperationException($"{license.Customer} has no card.");
        var owner = StateJson.Read<CustomerView>(card.Card.Body);
        return new(license, owner.Name, owner.Email);
    }
}
