using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>
/// A ticket about one issue (Policy F1), keyed <c>tic-…</c>. Owns its status, assessments, acceptance, conversation and
/// price: the net charge follows the accepted assessment (D7, I2). A response means that the change is on disk.
/// </summary>
/// <remarks>
/// Every method refuses with <see cref="RefusalCode.NotFound"/> if the actor can't see the target,
/// <see cref="RefusalCode.Forbidden"/> if the role is not allowed to do it, <see cref="RefusalCode.StaleVersion"/> if the caller
/// expected another version, <see cref="RefusalCode.IdempotencyKeyReused"/>, <see cref="RefusalCode.NotInThisStatus"/> by the
/// ticket table, and <see cref="RefusalCode.InvalidField"/>. Further refusals are documented at each method.
/// </remarks>
[Alias("tallydesk.ticket")]
public interface ITicketGrain : IGrainWithStringKey
{
    /// <summary>Opens the ticket (Policy A6, B1, D3). Refused: <see cref="RefusalCode.LicenseRevoked"/>, and <see cref="RefusalCode.NotFound"/> for another customer's license.</summary>
    [Alias("open")]
    Task<Answer<TicketReceipt>> OpenAsync(CommandContext context, OpenTicket command);

    /// <summary>Opens the ticket with messages split from another one (Policy F1, F2), or with a late reply to a closed one (F4). Called by that ticket only.</summary>
    [Alias("open-split")]
    Task<Answer<TicketReceipt>> OpenSplitAsync(CommandContext context, OpenSplitTicket command);

    /// <summary>Opens the ticket for the customer with the transcript of a chat (Policy E5). Called by the chat only.</summary>
    [Alias("open-from-chat")]
    Task<Answer<TicketReceipt>> OpenFromChatAsync(CommandContext context, OpenChatTicket command);

    /// <summary>
    /// Adds a message, or an internal note by staff. A customer's message reopens a solved ticket and, within the grace
    /// period, a closed one; a later message becomes a follow-up ticket, which the receipt names (Policy F4). Refused:
    /// <see cref="RefusalCode.LicenseRevoked"/> if it would become one, <see cref="RefusalCode.ChargeInFlight"/>.
    /// </summary>
    [Alias("post")]
    Task<Answer<TicketReceipt>> PostAsync(CommandContext context, PostMessage command);

    /// <summary>Assigns the ticket to the calling engineer. Refused: <see cref="RefusalCode.AlreadyClaimed"/>.</summary>
    [Alias("claim")]
    Task<Answer<TicketReceipt>> ClaimAsync(CommandContext context);

    /// <summary>Releases the engineer's own claim; leads can release anyone's. Refused: <see cref="RefusalCode.AlreadyClaimed"/>.</summary>
    [Alias("release")]
    Task<Answer<TicketReceipt>> ReleaseAsync(CommandContext context);

    /// <summary>Assigns the ticket to an engineer; leads only.</summary>
    [Alias("assign")]
    Task<Answer<TicketReceipt>> AssignAsync(CommandContext context, AssignTicket command);

    /// <summary>
    /// Returns the ticket to the queue with a note if its assignee is a former staff member. Idempotent; called by the sweep.
    /// </summary>
    [Alias("return")]
    Task ReturnAsync(Actor actor, string formerAssignee);

    /// <summary>Sets or removes the urgent flag, with a reason (Policy E1).</summary>
    [Alias("set-urgency")]
    Task<Answer<TicketReceipt>> ChangeUrgencyAsync(CommandContext context, ChangeUrgency command);

    /// <summary>
    /// Assesses the ticket: category and price (Policy C, D). Refused: <see cref="RefusalCode.ChargeInFlight"/>,
    /// <see cref="RefusalCode.PriceRequired"/>, <see cref="RefusalCode.PriceTooLow"/>, <see cref="RefusalCode.PriceNotAllowed"/>
    /// and the refusals for an upgrade path.
    /// </summary>
    [Alias("assess")]
    Task<Answer<TicketReceipt>> AssessAsync(CommandContext context, AssessTicket command);

    /// <summary>
    /// The customer's decision on an assessment (Policy D2, D4, D5). Refused: <see cref="RefusalCode.RevisionSuperseded"/>,
    /// <see cref="RefusalCode.NothingToDecide"/>, <see cref="RefusalCode.AlreadyDecided"/>,
    /// <see cref="RefusalCode.AcknowledgementRequired"/>, <see cref="RefusalCode.ChargeInFlight"/>.
    /// </summary>
    [Alias("consent")]
    Task<Answer<TicketReceipt>> DecideAsync(CommandContext context, DecideConsent command);

    /// <summary>
    /// Moves customer messages about another issue into a separate ticket (Policy F1 to F3). Refused:
    /// <see cref="RefusalCode.NotACustomerMessage"/>, <see cref="RefusalCode.FirstMessage"/>, <see cref="RefusalCode.AlreadySplit"/>.
    /// </summary>
    [Alias("split")]
    Task<Answer<TicketReceipt>> SplitAsync(CommandContext context, SplitTicket command);

    /// <summary>
    /// Waives the price of the assessed category, even after the ticket ended with a charge (Policy D6, D12). A ticket that
    /// costs nothing stays unchanged. Refused: <see cref="RefusalCode.ChargeInFlight"/>, <see cref="RefusalCode.NotAssessed"/>.
    /// </summary>
    [Alias("waive")]
    Task<Answer<TicketReceipt>> WaiveAsync(CommandContext context, WaiveTicket command);

    /// <summary>
    /// Applies the license's current coverage to the assessed category, never to the customer's disadvantage (Policy B9). A
    /// ticket that costs nothing stays unchanged. Refused: <see cref="RefusalCode.ChargeInFlight"/>,
    /// <see cref="RefusalCode.NotAssessed"/>, <see cref="RefusalCode.CoverageOutOfScope"/>.
    /// </summary>
    [Alias("apply-coverage")]
    Task<Answer<TicketReceipt>> ApplyCoverageAsync(CommandContext context, ApplyCoverage command);

    /// <summary>
    /// Resolves the ticket (Policy D12). With the release that fixes it, the ticket becomes a product bug and
    /// costs nothing (G2). Refused: <see cref="RefusalCode.ChargeInFlight"/>.
    /// </summary>
    [Alias("resolve")]
    Task<Answer<TicketReceipt>> ResolveAsync(CommandContext context, ResolveTicket command);

    /// <summary>The customer withdraws the ticket (Policy D12). Refused: <see cref="RefusalCode.ChargeInFlight"/>.</summary>
    [Alias("withdraw")]
    Task<Answer<TicketReceipt>> WithdrawAsync(CommandContext context);

    /// <summary>Closes a solved ticket.</summary>
    [Alias("close")]
    Task<Answer<TicketReceipt>> CloseAsync(CommandContext context);

    /// <summary>
    /// Reopens a solved or closed ticket at no extra charge (Policy F4). Refused: <see cref="RefusalCode.ReopeningTooLate"/>
    /// for its customer after the grace period, <see cref="RefusalCode.ChargeInFlight"/>.
    /// </summary>
    [Alias("reopen")]
    Task<Answer<TicketReceipt>> ReopenAsync(CommandContext context);

    /// <summary>Closes the ticket if it has been solved for the number of days in the policy (Policy F4). Idempotent; called by the sweep.</summary>
    [Alias("close-when-due")]
    Task CloseWhenDueAsync(Actor actor);

    /// <summary>
    /// The first step of a merge (Policy F5): records that this ticket is to be merged into another. The caller then asks the other
    /// (<see cref="AskMergeAsync"/>) and passes its response on (<see cref="EndMergeAsync"/>), even if this step was refused, because a
    /// repeated command gets its first response there. Refused: <see cref="RefusalCode.InvalidField"/>,
    /// <see cref="RefusalCode.AlreadyMerged"/>, <see cref="RefusalCode.MergeInFlight"/>, <see cref="RefusalCode.ChargeInFlight"/>.
    /// </summary>
    [Alias("begin-merge")]
    Task<Answer<MergeRequest>> BeginMergeAsync(CommandContext context, MergeTicket command);

    /// <summary>Whether another ticket can be merged into this one: null, or the refusal.</summary>
    [Alias("ask-merge")]
    Task<Refusal?> AskMergeAsync(Actor actor, MergeRequest request);

    /// <summary>
    /// The last step of a merge: the ticket ends at net 0 as part of the other one, or cancels the merge and refuses as the other
    /// one did. Also refused: <see cref="RefusalCode.MergeInFlight"/> if another merge of the two was first.
    /// </summary>
    [Alias("end-merge")]
    Task<Answer<TicketReceipt>> EndMergeAsync(CommandContext context, MergeTicket command, Refusal? refused);

    /// <summary>A duplicate has been merged into this ticket (Policy F5). Idempotent; called by the dispatcher.</summary>
    [Alias("take-in")]
    Task TakeInAsync(Actor actor, MergedTicket merged);

    /// <summary>A waiting charge has been paid (Policy D5). Idempotent; called by the dispatcher.</summary>
    [Alias("charge-paid")]
    Task ChargePaidAsync(Actor actor, ChargePaid paid);

    /// <summary>Finishes an interrupted flow; does nothing if there is none.</summary>
    [Alias("resume")]
    Task ResumeAsync(Actor actor);

    /// <summary>
    /// Estimates an assessment, including whether its charge would wait for credits; nothing is saved. For
    /// staff; refused in the same cases as the assessment (<see cref="AssessAsync"/>).
    /// </summary>
    [Alias("estimate")]
    Task<Answer<AssessmentEstimate>> EstimateAsync(Actor actor, AssessTicket command);

    /// <summary>The ticket as the actor can see it. Refused: <see cref="RefusalCode.NotFound"/>.</summary>
    [Alias("view")]
    Task<Answer<TicketView>> ViewAsync(Actor actor);
}
