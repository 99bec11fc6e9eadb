using Tallydesk.Enquiries;
using Tallydesk.Identity;
using Tallydesk.Refusals;
using Xunit;

namespace Tallydesk.Tests.Enquiries;

/// <summary>The contact form for people without a license (Policy A7).</summary>
public sealed class EnquiryRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
    private static readonly Actor Engineer = new("eng", "Erin", Role.Engineer);
    private static readonly Actor Owner = new("usr", "Olga", Role.Customer, new CustomerId("cus-1"));
    private static readonly Actor Shop = new("shop", "Shop", Role.System);
    private static readonly SendEnquiry Question = new("Vera", " vera@example.com ", "Hello", "Does it ship?", null);

    [Fact]
    public void A7_An_enquiry_is_taken_in_open_and_without_spaces_around_the_address()
    {
        var enquiry = Sent();

        Assert.Equal((EnquiryStatus.Open, Now), (enquiry.Status, enquiry.SentAt));
        Assert.Equal("vera@example.com", enquiry.Question!.Email);
    }

    [Theory]
    [InlineData("name", "", "v@example.com", "s", "b")]
    [InlineData("email", "Vera", "nobody", "s", "b")]
    [InlineData("email", "Vera", "two@at@signs", "s", "b")]
    [InlineData("subject", "Vera", "v@example.com", " ", "b")]
    [InlineData("body", "Vera", "v@example.com", "s", "")]
    public void A7_What_is_malformed_is_named(string field, string name, string email, string subject, string body)
    {
        var refusal = Send(new(name, email, subject, body, null)).Refusal!;

        Assert.Equal(RefusalCode.InvalidField, refusal.Code);
        Assert.Contains(refusal.Facts, fact => fact.Text == field);
    }

    [Fact]
    public void A7_A_body_is_bounded()
    {
        Assert.Null(Send(Question with { Body = new string('b', 10_000) }).Refusal);
        Assert.NotNull(Send(Question with { Body = new string('b', 10_001) }).Refusal);
    }

    [Fact]
    public void A7_A_license_owner_is_marked_for_staff_and_taken_in_as_everybody()
    {
        Assert.True(Sent(ownsLicense: true).OwnsLicense);
        Assert.Equal(Sent() with { OwnsLicense = true }, Sent(ownsLicense: true));
    }

    [Fact]
    public void A7_Staff_answer_and_close_and_an_answer_reopens_nothing()
    {
        var answered = Fold(Sent(), EnquiryRules.Answer(Sent(), Engineer, new("Yes."), Now.AddHours(1)));
        Assert.Equal(EnquiryStatus.Answered, answered.Status);
        Assert.Equal("Erin", Assert.Single(answered.Answers).ByName);

        var closed = Fold(answered, EnquiryRules.Close(answered, Engineer));
        Assert.Equal(EnquiryStatus.Closed, closed.Status);
        Assert.Empty(EnquiryRules.Close(closed, Engineer).Value!.Events);
        Assert.Equal(
            RefusalCode.NotInThisStatus,
            EnquiryRules.Answer(closed, Engineer, new("More."), Now).Refusal!.Code
        );
    }

    [Fact]
    public void A7_Answers_are_bounded()
    {
        var enquiry = Sent();
        for (var i = 0; i < 20; i++)
        {
            enquiry = Fold(enquiry, EnquiryRules.Answer(enquiry, Engineer, new("Yes."), Now));
        }

        Assert.Equal(
            RefusalCode.NotInThisStatus,
            EnquiryRules.Answer(enquiry, Engineer, new("More."), Now).Refusal!.Code
        );
    }

    [Fact]
    public void A7_Only_staff_see_an_enquiry()
    {
        foreach (var actor in (Actor[])[Actor.Visitor, Owner, Shop])
        {
            Assert.Equal(RefusalCode.NotFound, EnquiryRules.RefuseUnseen(Sent(), actor)!.Code);
            Assert.Equal(RefusalCode.NotFound, EnquiryRules.Answer(Sent(), actor, new("Yes."), Now).Refusal!.Code);
            Assert.Equal(RefusalCode.NotFound, EnquiryRules.Close(Sent(), actor).Refusal!.Code);
        }

        Assert.Null(EnquiryRules.RefuseUnseen(Sent(), Engineer));
        Assert.Equal(RefusalCode.NotFound, EnquiryRules.RefuseUnseen(new(), Engineer)!.Code);
    }

    [Fact]
    public void A7_Open_ones_stand_first_and_the_oldest_of_them_first()
    {
        var newer = Sent() with { SentAt = Now.AddYears(100) };
        var answered = Sent() with { Status = EnquiryStatus.Answered };
        var closed = Sent() with { Status = EnquiryStatus.Closed, SentAt = Now.AddYears(-30) };

        Assert.Equal([Sent(), newer, answered, closed], new[] { closed, newer, answered, Sent() }.OrderBy(e => e.Rank));
    }

    private static Answer<Journal.Decision<EnquiryEvent>> Send(SendEnquiry question, bool ownsLicense = false) =>
        EnquiryRules.Send(new(), new("command"), question, ownsLicense, Now);

    private static Enquiry Sent(bool ownsLicense = false) => Fold(new(), Send(Question, ownsLicense));

    private static Enquiry Fold(Enquiry enquiry, Answer<Journal.Decision<EnquiryEvent>> decided) =>
        decided.Value!.Events.Aggregate(enquiry, Enquiry.Apply);
}
