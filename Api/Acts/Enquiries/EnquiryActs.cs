using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Enquiries;

/// <summary>What is done with contact requests, through whichever door: REST or a page's form. Each act takes what was typed, unchecked.</summary>
/// <remarks>A malformed field is thrown as an <see cref="Requests.InvalidFieldException"/>, which each door shows as the refusal of that field.</remarks>
internal sealed class EnquiryActs(IGrainFactory grains)
{
    /// <summary>Sends one.</summary>
    public Task<Answer<EnquiryReceipt>> SendAsync(CommandContext context, NewEnquiry asked) =>
        grains.GetGrain<IEnquiryGrain>(EnquiryId.For(context.Id).Value).SendAsync(context, asked.ToCommand());

    /// <summary>Answers one.</summary>
    public Task<Answer<EnquiryCard>> AnswerAsync(CommandContext context, string id, NewEnquiryAnswer asked) =>
        DoAsync(id, enquiry => enquiry.AnswerAsync(context, asked.ToCommand()));

    /// <summary>Closes one.</summary>
    public Task<Answer<EnquiryCard>> CloseAsync(CommandContext context, string id) =>
        DoAsync(id, enquiry => enquiry.CloseAsync(context));

    private async Task<Answer<EnquiryCard>> DoAsync(
        string id,
        Func<IEnquiryGrain, Task<Answer<EnquiryCard>>> command
    ) =>
        KeyHash.IsOne(EnquiryId.Prefix, id)
            ? await command(grains.GetGrain<IEnquiryGrain>(id))
            : new Refusal(RefusalCode.NotFound, "Contact request not found.");
}
