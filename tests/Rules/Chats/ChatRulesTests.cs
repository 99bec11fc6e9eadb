using System.Collections.Immutable;
using Tallydesk.Chats;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;
using Tallydesk.Tests.Policy;
using Xunit;

namespace Tallydesk.Tests.Chats;

/// <summary>Who chats, when, and how a chat ends (Policy E5).</summary>
public sealed class ChatRulesTests
{
    private const string Care = "Multi-Vendor Ultimate";
    private const string Monday = "2026-03-02 10:00";

    [Theory]
    [InlineData("2026-03-02 09:00", "2026-03-02 18:00")]
    [InlineData("2026-03-02 17:59:59.999", "2026-03-02 18:00")]
    [InlineData("2026-03-02 08:59:59.999", null)]
    [InlineData("2026-03-02 18:00", null)]
    [InlineData("2026-03-01 12:00", null)]
    [InlineData("2026-02-23 12:00", null)]
    public void E5_Within_support_hours_it_waits_for_an_engineer_and_outside_it_leaves_a_ticket(
        string at,
        string? closes
    )
    {
        var chat = ChatExamples.Started(at);

        Assert.Equal(closes is null ? null : Business.At(closes), chat.ClosesAt);
        Assert.Equal(closes is null ? ChatStatus.Ticket : ChatStatus.Waiting, chat.Status);
        Assert.Equal(closes is null, chat.Pending is not null);
        Assert.Equal(chat.FirstMessage, chat.Pending?.Asked ?? chat.FirstMessage);
    }

    [Theory]
    [InlineData(Care, "2026-01-05 10:00", null, null)]
    [InlineData(Care, "2026-03-02 10:00", null, null)]
    [InlineData(Care, "2026-03-02 10:01", null, RefusalCode.VipCareRequired)]
    [InlineData(Care, "2025-03-02 10:00", null, RefusalCode.VipCareRequired)]
    [InlineData(Care, "2026-01-05 10:00", "2026-02-01 10:00", RefusalCode.LicenseRevoked)]
    [InlineData("Multi-Vendor", "2026-03-01 10:00", null, RefusalCode.VipCareRequired)]
    [InlineData("CS-Cart", "2026-03-01 10:00", null, RefusalCode.VipCareRequired)]
    public void E5_It_is_for_licenses_under_vip_care_now(
        string edition,
        string bought,
        string? revoked,
        RefusalCode? code
    )
    {
        var coverage = Business.Bought(edition, bought, revokedAt: revoked);

        Assert.Equal(code, ChatExamples.Start(Monday, ChatExamples.Owner, "How?", coverage).Refusal?.Code);
    }

    [Fact]
    public void E5_The_owner_starts_it()
    {
        Assert.Equal(RefusalCode.Forbidden, ChatExamples.Start(Monday, ChatExamples.Erin).Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidField, ChatExamples.Start(Monday, ChatExamples.Owner, " ").Refusal!.Code);
        Assert.Equal(
            RefusalCode.InvalidField,
            ChatExamples.Start(Monday, ChatExamples.Owner, new string('x', 2_001)).Refusal!.Code
        );
    }

    [Fact]
    public void A_chat_whose_engineer_has_left_waits_for_another_one()
    {
        var taken = ChatExamples.Fold(ChatExamples.Started(Monday), chat => ChatRules.Take(chat, ChatExamples.Erin));

        Assert.Null(ChatRules.Return(taken, ChatExamples.Emil.Id));
        var returned = Chat.Apply(taken, ChatRules.Return(taken, ChatExamples.Erin.Id)!);
        Assert.Equal((ChatStatus.Waiting, null), (returned.Status, returned.Engineer));
        Assert.Null(ChatRules.Return(returned, ChatExamples.Erin.Id));
        Assert.Equal(
            "Emil",
            ChatExamples.Fold(returned, chat => ChatRules.Take(chat, ChatExamples.Emil)).Engineer!.Name
        );
        Assert.Equal(RefusalCode.Forbidden, ChatRules.Take(returned, ChatExamples.Erin, hasLeft: true).Refusal!.Code);
        Assert.Equal(
            RefusalCode.Forbidden,
            ChatRules.Say(returned, ChatExamples.Erin, new("text"), Business.At(Monday), hasLeft: true).Refusal!.Code
        );
    }

    [Fact]
    public void E5_Of_two_takers_one_wins_and_a_lead_takes_over()
    {
        var taken = ChatExamples.Fold(ChatExamples.Started(Monday), chat => ChatRules.Take(chat, ChatExamples.Erin));

        Assert.Equal((ChatStatus.Taken, "Erin"), (taken.Status, taken.Engineer!.Name));
        Assert.Empty(ChatRules.Take(taken, ChatExamples.Erin).Value!.Events);
        Assert.Equal(RefusalCode.AlreadyClaimed, ChatRules.Take(taken, ChatExamples.Emil).Refusal!.Code);
        Assert.Equal(RefusalCode.AlreadyClaimed, Say(taken, ChatExamples.Emil).Refusal!.Code);
        Assert.Equal("Lea", ChatExamples.Fold(taken, chat => ChatRules.Take(chat, ChatExamples.Lea)).Engineer!.Name);
        Assert.Equal(RefusalCode.Forbidden, ChatRules.Take(taken, ChatExamples.Owner).Refusal!.Code);
    }

    [Fact]
    public void E5_Answering_a_waiting_chat_takes_it()
    {
        var chat = ChatExamples.Fold(ChatExamples.Started(Monday), waiting => Say(waiting, ChatExamples.Erin));

        Assert.Equal((ChatStatus.Taken, "Erin"), (chat.Status, chat.Engineer!.Name));
        Assert.Equal((2, "Erin"), (chat.Messages, chat.Newest!.Author));
        Assert.Null(chat.WaitingSince);
    }

    [Fact]
    public void E5_Another_customers_chat_is_not_there()
    {
        var chat = ChatExamples.Started(Monday);

        Assert.Equal(RefusalCode.NotFound, Say(chat, ChatExamples.Stranger).Refusal!.Code);
        Assert.Equal(RefusalCode.NotFound, ChatRefusals.RefuseUnseen(chat, ChatExamples.Stranger)!.Code);
        Assert.Equal(RefusalCode.NotFound, ChatRefusals.RefuseUnseen(new(), ChatExamples.Erin)!.Code);
        Assert.Equal(RefusalCode.Forbidden, ChatRefusals.RefuseUnseen(chat, Actor.Desk)!.Code);
        Assert.Null(ChatRefusals.RefuseUnseen(chat, ChatExamples.Owner));
    }

    [Fact]
    public void E5_Staff_keep_as_answered_what_was_answered()
    {
        var waiting = ChatExamples.Started(Monday);
        Assert.Equal(RefusalCode.NotAnswered, Close(waiting, ChatExamples.Erin).Refusal!.Code);

        var answered = ChatExamples.Fold(waiting, chat => Say(chat, ChatExamples.Erin));
        Assert.Equal(RefusalCode.AlreadyClaimed, Close(answered, ChatExamples.Emil).Refusal!.Code);
        var kept = ChatExamples.Fold(answered, chat => Close(chat, ChatExamples.Erin));
        Assert.Equal((ChatStatus.Answered, null), (kept.Status, kept.Pending));
        Assert.Empty(Close(kept, ChatExamples.Owner).Value!.Events);
        Assert.Equal(RefusalCode.NotInThisStatus, Say(kept, ChatExamples.Owner).Refusal!.Code);
        Assert.Equal(RefusalCode.NotInThisStatus, Make(kept, ChatExamples.Erin).Refusal!.Code);
    }

    [Fact]
    public void E5_Whoever_leaves_without_an_answer_leaves_a_ticket()
    {
        var waiting = ChatExamples.Started(Monday);
        Assert.Equal(ChatStatus.Ticket, ChatExamples.Fold(waiting, chat => Close(chat, ChatExamples.Owner)).Status);

        var answered = ChatExamples.Fold(waiting, chat => Say(chat, ChatExamples.Erin));
        Assert.Equal(ChatStatus.Answered, ChatExamples.Fold(answered, chat => Close(chat, ChatExamples.Owner)).Status);

        var asking = ChatExamples.Fold(answered, chat => Say(chat, ChatExamples.Owner));
        Assert.Equal(ChatStatus.Ticket, ChatExamples.Fold(asking, chat => Close(chat, ChatExamples.Owner)).Status);
    }

    [Fact]
    public void E5_Anything_else_becomes_one_ticket_whoever_clicks()
    {
        var chat = ChatExamples.Fold(ChatExamples.Started(Monday), waiting => Say(waiting, ChatExamples.Erin));
        Assert.Equal(RefusalCode.Forbidden, Make(chat, ChatExamples.Owner).Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidField, Make(chat, ChatExamples.Erin, subject: "").Refusal!.Code);

        var going = ChatExamples.Fold(chat, taken => Make(taken, ChatExamples.Emil));
        Assert.Equal((ChatStatus.Ticket, "Reports"), (going.Status, going.Pending!.Subject));
        Assert.True(going.IsPending("command"));

        var made = Chat.Apply(going, new ChatTicketMade(7, "olga@example.com"));
        Assert.Equal((7, null), (made.Ticket, made.PendingSince));
        Assert.Empty(Make(made, ChatExamples.Erin).Value!.Events);
        var refusal = Say(made, ChatExamples.Owner).Refusal!;
        Assert.Equal(RefusalCode.NotInThisStatus, refusal.Code);
        Assert.Contains(refusal.Facts, fact => fact is { Name: "ticket", Number: 7 });
    }

    [Fact]
    public void E5_A_ticket_is_asked_by_a_message_of_the_customers()
    {
        var chat = ChatExamples.Fold(
            ChatExamples.Started(Monday),
            waiting => Say(waiting, ChatExamples.Erin),
            answered => Say(answered, ChatExamples.Owner)
        );
        var theirs = new ChatMessage(5, Business.At(Monday), "Olga", Role.Customer, "And?");

        Assert.Equal(5, ChatExamples.Fold(chat, taken => Make(taken, ChatExamples.Erin, 5, theirs)).Pending!.Asked);
        Assert.Equal(RefusalCode.NotACustomerMessage, Make(chat, ChatExamples.Erin, 9, null).Refusal!.Code);
        Assert.Equal(
            RefusalCode.NotACustomerMessage,
            Make(chat, ChatExamples.Erin, 4, theirs with { AuthorRole = Role.Engineer }).Refusal!.Code
        );
    }

    [Fact]
    public void E5_What_nobody_answered_by_closing_time_becomes_a_ticket()
    {
        var chat = ChatExamples.Started(Monday);
        Assert.Equal(Business.At("2026-03-02 18:00"), chat.PendingSince);
        Assert.Empty(WhenClosing(chat, "2026-03-02 17:59:59"));

        var left = Assert.IsType<ChatTicketStarted>(Assert.Single(WhenClosing(chat, "2026-03-02 18:00")));
        Assert.Equal((chat.FirstMessage, chat.Subject), (left.Pending.Asked, left.Pending.Subject));

        var waits = Assert.IsType<ChatWaitsOn>(Assert.Single(WhenClosing(chat, "2026-03-03 09:00")));
        Assert.Equal(Business.At("2026-03-03 18:00"), waits.ClosesAt);
    }

    [Fact]
    public void E5_A_chat_that_was_taken_ends_after_closing_time_once_it_is_quiet()
    {
        var asked = ChatExamples.Fold(
            ChatExamples.Started("2026-03-02 17:50"),
            chat => ChatRules.Take(chat, ChatExamples.Erin)
        );
        var answered = ChatExamples.Fold(asked, chat => Say(chat, ChatExamples.Erin, "2026-03-02 17:58"));

        Assert.Empty(WhenClosing(asked, "2026-03-02 18:04:59"));
        Assert.IsType<ChatTicketStarted>(Assert.Single(WhenClosing(asked, "2026-03-02 18:05")));
        Assert.Empty(WhenClosing(answered, "2026-03-02 18:12:59"));
        Assert.IsType<ChatAnswered>(Assert.Single(WhenClosing(answered, "2026-03-02 18:13")));
    }

    [Fact]
    public void E5_A_chat_is_bounded()
    {
        var chat = ChatExamples.Started(Monday);
        while (chat.Messages < ChatRules.MostMessages)
        {
            chat = ChatExamples.Fold(chat, open => Say(open, ChatExamples.Owner));
        }

        Assert.Equal(RefusalCode.ChatFull, Say(chat, ChatExamples.Owner).Refusal!.Code);
        Assert.Equal(ChatStatus.Ticket, ChatExamples.Fold(chat, full => Make(full, ChatExamples.Erin)).Status);
    }

    [Theory]
    [InlineData("  How?\nMore of it.", "How?")]
    [InlineData("One line", "One line")]
    public void E5_The_first_line_is_the_subject(string body, string subject) =>
        Assert.Equal(subject, ChatRules.SubjectOf(body));

    [Fact]
    public void E5_A_long_line_is_cut_between_characters()
    {
        Assert.Equal(new string('x', 99) + "…", ChatRules.SubjectOf(new string('x', 101)));
        Assert.Equal(new string('x', 98) + "…", ChatRules.SubjectOf(new string('x', 98) + "😀" + "xyz"));
        Assert.Equal(new string('x', 100), ChatRules.SubjectOf(new string('x', 100)));
    }

    private static Answer<Decision<ChatEvent>> Say(Chat chat, Actor actor, string at = Monday) =>
        ChatRules.Say(chat, actor, new("text"), Business.At(at));

    private static Answer<Decision<ChatEvent>> Close(Chat chat, Actor actor) =>
        ChatRules.Close(chat, ChatExamples.Key, ChatExamples.By(actor), Business.At(Monday));

    private static Answer<Decision<ChatEvent>> Make(
        Chat chat,
        Actor actor,
        long? message = null,
        ChatMessage? chosen = null,
        string subject = "Reports"
    ) =>
        ChatRules.MakeTicket(
            chat,
            ChatExamples.Key,
            ChatExamples.By(actor),
            new(subject, null, message),
            chosen,
            Business.At(Monday)
        );

    private static ImmutableArray<ChatEvent> WhenClosing(Chat chat, string at) =>
        ChatRules.WhenClosing(chat, ChatExamples.Key, Business.Policy.Calendar, Business.At(at));
}
