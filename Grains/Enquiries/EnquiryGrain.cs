using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Refusals;

namespace Tallydesk.Enquiries;

/// <inheritdoc cref="IEnquiryGrain"/>
internal sealed class EnquiryGrain(JournalServices services, ISupportPolicySource policy)
    : JournaledGrain<Enquiry, EnquiryEvent>(services),
        IEnquiryGrain
{
    private EnquiryId Id => EnquiryId.From(Key);

    public async Task<Answer<EnquiryReceipt>> SendAsync(CommandContext context, SendEnquiry command)
    {
        var owns = await OwnsLicenseAsync(context.Actor, command);
        var texts = policy.Current.Texts;
        return await ExecuteAsync(
            context,
            command,
            (enquiry, _) => EnquiryRules.Send(enquiry, context.Id, command, owns, Now),
            (enquiry, _, _) => new EnquiryReceipt(Id, enquiry.SentAt, texts.HelpDeskOnly, texts.WrittenEnglish)
        );
    }

    public Task<Answer<EnquiryCard>> AnswerAsync(CommandContext context, AnswerEnquiry command) =>
        ExecuteAsync(
            context,
            command,
            (enquiry, _) => EnquiryRules.Answer(enquiry, context.Actor, command, Now),
            (enquiry, _, version) => enquiry.Card(Id, version)
        );

    public Task<Answer<EnquiryCard>> CloseAsync(CommandContext context) =>
        ExecuteAsync(
            context,
            EnquiryStatus.Closed,
            (enquiry, _) => EnquiryRules.Close(enquiry, context.Actor),
            (enquiry, _, version) => enquiry.Card(Id, version)
        );

    public Task<Answer<EnquiryView>> ViewAsync(Actor actor)
    {
        ThrowIfFailed();
        Answer<EnquiryView> answer = EnquiryRules.RefuseUnseen(State, actor) is { } refusal
            ? refusal
            : new EnquiryView(State.Card(Id, Version), State.Question!.Body, State.Answers);
        return Task.FromResult(answer);
    }

    protected override Enquiry Apply(Enquiry state, EnquiryEvent happened) => Enquiry.Apply(state, happened);

    protected override Card? CardOf(Enquiry state, long version) => state.StoredCard(Id, version);

    /// <summary>Asks the same of the database whatever it holds, so that the time it takes tells a sender nothing.</summary>
    private async Task<bool> OwnsLicenseAsync(Actor actor, SendEnquiry command)
    {
        var isCustomers = await Services.Reader.IsCustomersAddressAsync(command.Email.Trim());
        var isLicense =
            command.License is { } number && await Services.Reader.FindCardAsync(number.GrainKey) is not null;
        return isCustomers || isLicense || actor.Customer is not null;
    }
}
