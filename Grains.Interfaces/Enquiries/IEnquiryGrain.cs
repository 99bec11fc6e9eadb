using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Enquiries;

/// <summary>
/// A contact request by someone without a license, keyed <c>enq-…</c> (Policy A7). It has no ticket number, costs nothing and
/// has its own list. A response means that the change is on disk.
/// </summary>
/// <remarks>Only staff can see a contact request: for everyone else, every method except sending refuses with <see cref="RefusalCode.NotFound"/>.</remarks>
[Alias("tallydesk.enquiry")]
public interface IEnquiryGrain : IGrainWithStringKey
{
    /// <summary>Receives a contact request; anyone can send one. Refused: <see cref="RefusalCode.InvalidField"/>.</summary>
    [Alias("send")]
    Task<Answer<EnquiryReceipt>> SendAsync(CommandContext context, SendEnquiry command);

    /// <summary>
    /// Records an answer. Refused: <see cref="RefusalCode.InvalidField"/>, and <see cref="RefusalCode.NotInThisStatus"/> for a
    /// closed contact request or one with 20 answers.
    /// </summary>
    [Alias("answer")]
    Task<Answer<EnquiryCard>> AnswerAsync(CommandContext context, AnswerEnquiry command);

    /// <summary>Closes the contact request, whether or not it was answered. Closing it again changes nothing.</summary>
    [Alias("close")]
    Task<Answer<EnquiryCard>> CloseAsync(CommandContext context);

    /// <summary>The complete contact request.</summary>
    [Alias("view")]
    Task<Answer<EnquiryView>> ViewAsync(Actor actor);
}
