using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Enquiries;

/// <summary>
/// A question by somebody who owns no license, keyed <c>enq-…</c> (Policy A7). It has no ticket number, costs nothing and
/// stands in a list of its own. An answer means that the change is on disk.
/// </summary>
/// <remarks>Staff alone see an enquiry: to everybody else every method but sending refuses <see cref="RefusalCode.NotFound"/>.</remarks>
[Alias("tallydesk.enquiry")]
public interface IEnquiryGrain : IGrainWithStringKey
{
    /// <summary>Takes a question in; anyone may send one. Refused: <see cref="RefusalCode.InvalidField"/>.</summary>
    [Alias("send")]
    Task<Answer<EnquiryReceipt>> SendAsync(CommandContext context, SendEnquiry command);

    /// <summary>
    /// Records an answer. Refused: <see cref="RefusalCode.InvalidField"/>, and <see cref="RefusalCode.NotInThisStatus"/> for a
    /// closed enquiry or one that has been answered 20 times.
    /// </summary>
    [Alias("answer")]
    Task<Answer<EnquiryCard>> AnswerAsync(CommandContext context, AnswerEnquiry command);

    /// <summary>Closes the enquiry, answered or not. A closed one stays as it is.</summary>
    [Alias("close")]
    Task<Answer<EnquiryCard>> CloseAsync(CommandContext context);

    /// <summary>The whole enquiry.</summary>
    [Alias("view")]
    Task<Answer<EnquiryView>> ViewAsync(Actor actor);
}
