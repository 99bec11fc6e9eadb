using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Refusals;

namespace Tallydesk.Tickets;

/// <summary>
/// One ticket with one issue (Policy F1), keyed <c>tic-…</c>. Owns its status, assessments, consent, conversation and what
/// it costs: the net charge follows the agreed assessment (D7, I2). An answer means that the change is on disk.
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
    /// <summary>Opens the ticket (Policy A6, B1, D3). Refused: <see cref="RefusalCode.LicenseRevoked"/>, and <see cref="RefusalCode.NotFound"/> for a license that is not the customer's.</summary>
    [Alias("open")]
    Task<Answer<TicketReceipt>> OpenAsync(CommandContext context, OpenTicket command);

    /// <summary>Opens the ticket with messages split off another one (Policy F1, F2), or with a late reply to a closed one (F4). Called by that ticket only.</summary>
    [Alias("open-split")]
    Task<Answer<TicketReceipt>> OpenSplitAsync(CommandContext context, OpenSplitTicket command);

    /// <summary>Opens the ticket with the transcript of a chat, on the customer's behalf (Policy E5). Called by the chat only.</summary>
    [Alias("open-from-chat")]
    Task<Answer<TicketReceipt>> OpenFromChatAsync(CommandContext context, OpenChatTicket command);

    /// <summary>
    /// Adds a message, or an internal note by staff. A customer's message reopens a solved ticket and, within the policy's days
    /// of grace, a closed one; a later one becomes a ticket of its own, which the receipt names (Policy F4). Refused:
    /// <see cref="RefusalCode.LicenseRevoked"/> when it would become one, <see cref="RefusalCode.ChargeInFlight"/>.
    /// </summary>
    [Alias("post")]
    Task<Answer<TicketReceipt>> PostAsync(CommandContext context, PostMessage command);

    /// <summary>Assigns the ticket to the calling engineer. Refused: <see cref="RefusalCode.AlreadyClaimed"/>.</summary>
    [Alias("claim")]
    Task<Answer<TicketReceipt>> ClaimAsync(CommandContext context);

    /// <summary>Gives an own claim back; a lead gives back anyone's. Refused: <see cref="RefusalCode.AlreadyClaimed"/>.</summary>
    [Alias("release")]
    Task<Answer<TicketReceipt>> ReleaseAsync(CommandContext context);

    /// <summary>Assigns the ticket to somebody, by a lead.</summary>
    [Alias("assign")]
    Task<Answer<TicketReceipt>> AssignAsync(CommandContext context, AssignTicket command);

    /// <summary>
    /// Returns the ticket to the queue with a note, if its assignee is a former member of staff. Called by the sweep, any number of times.
    /// </summary>
    [Alias("return")]
    Task ReturnAsync(Actor actor, string formerAssignee);

    /// <summary>Marks the ticket as clearly more urgent, or not, with a reason (Policy E1).</summary>
    [Alias("set-urgency")]
    Task<Answer<TicketReceipt>> ChangeUrgencyAsync(CommandContext context, ChangeUrgency command);

    /// <summary>
    /// Assesses the ticket: category and price (Policy C, D). Refused: <see cref="RefusalCode.ChargeInFlight"/>,
    /// <see cref="RefusalCode.PriceRequired"/>, <see cref="RefusalCode.PriceTooLow"/>, <see cref="RefusalCode.PriceNotAllowed"/>
    /// and the refusals of an upgrade's path.
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
    /// Moves customer messages about another issue into a ticket of their own (Policy F1 to F3). Refused:
    /// <see cref="RefusalCode.NotACustomerMessage"/>, <see cref="RefusalCode.FirstMessage"/>, <see cref="RefusalCode.AlreadySplit"/>.
    /// </summary>
    [Alias("split")]
    Task<Answer<TicketReceipt>> SplitAsync(CommandContext context, SplitTicket command);

    /// <summary>
    /// Waives the price of the assessed category, also after an end at which a charge stayed (Policy D6, D12). A ticket that
    /// costs nothing stays as it is. Refused: <see cref="RefusalCode.ChargeInFlight"/>, <see cref="RefusalCode.NotAssessed"/>.
    /// </summary>
    [Alias("waive")]
    Task<Answer<TicketReceipt>> WaiveAsync(CommandContext context, WaiveTicket command);

    /// <summary>
    /// Applies what the license covers now to the assessed category, never to the customer's disadvantage (Policy B9). A
    /// ticket that costs nothing stays as it is. Refused: <see cref="RefusalCode.ChargeInFlight"/>,
    /// <see cref="RefusalCode.NotAssessed"/>, <see cref="RefusalCode.CoverageOutOfScope"/>.
    /// </summary>
    [Alias("apply-coverage")]
    Task<Answer<TicketReceipt>> ApplyCoverageAsync(CommandContext context, ApplyCoverage command);

    /// <summary>
    /// Ends the work on the ticket (Policy D12). With the release of its fix the ticket is a product bug from then on and
    /// costs nothing (G2). Refused: <see cref="RefusalCode.ChargeInFlight"/>.
    /// </summary>
    [Alias("resolve")]
    Task<Answer<TicketReceipt>> ResolveAsync(CommandContext context, ResolveTicket command);

    /// <summary>The customer takes the ticket back (Policy D12). Refused: <see cref="RefusalCode.ChargeInFlight"/>.</summary>
    [Alias("withdraw")]
    Task<Answer<TicketReceipt>> WithdrawAsync(CommandContext context);

    /// <summary>Closes a solved ticket.</summary>
    [Alias("close")]
    Task<Answer<TicketReceipt>> CloseAsync(CommandContext context);

    /// <summary>
    /// Goes on with a solved or closed ticket at no new charge (Policy F4). Refused: <see cref="RefusalCode.ReopeningTooLate"/>
    /// to its customer after the policy's days of grace, <see cref="RefusalCode.ChargeInFlight"/>.
    /// </summary>
    [Alias("reopen")]
    Task<Answer<TicketReceipt>> ReopenAsync(CommandContext context);

    /// <summary>Closes the ticket if it has been solved for the policy's days (Policy F4). Called by the sweep, any number of times.</summary>
    [Alias("close-when-due")]
    Task CloseWhenDueAsync(Actor actor);

    /// <summary>
    /// The first step of a merge (Policy F5): the ticket wants to be merged into another. The caller asks that one next
    /// (<see cref="AskMergeAsync"/>) and brings the answer (<see cref="EndMergeAsync"/>), also when this was refused, since a
    /// repeated command is told its first answer there. Refused: <see cref="RefusalCode.InvalidField"/>,
    /// <see cref="RefusalCode.AlreadyMerged"/>, <see cref="RefusalCode.MergeInFlight"/>, <see cref="RefusalCode.ChargeInFlight"/>.
    /// </summary>
    [Alias("begin-merge")]
    Task<Answer<MergeRequest>> BeginMergeAsync(CommandContext context, MergeTicket command);

    /// <summary>Whether another ticket may be merged into this one: null, or why not.</summary>
    [Alias("ask-merge")]
    Task<Refusal?> AskMergeAsync(Actor actor, MergeRequest request);

    /// <summary>
    /// The last step of a merge: the ticket ends at net 0 as a part of the other one, or drops its wish and refuses as that
    /// one did. Refused too: <see cref="RefusalCode.MergeInFlight"/> when another merge of the two went first.
    /// </summary>
    [Alias("end-merge")]
    Task<Answer<TicketReceipt>> EndMergeAsync(CommandContext context, MergeTicket command, Refusal? refused);

    /// <summary>A duplicate has been merged into this ticket (Policy F5). Called by the dispatcher, any number of times.</summary>
    [Alias("take-in")]
    Task TakeInAsync(Actor actor, MergedTicket merged);

    /// <summary>A waiting charge has been paid (Policy D5). Called by the dispatcher, any number of times.</summary>
    [Alias("charge-paid")]
    Task ChargePaidAsync(Actor actor, ChargePaid paid);

    /// <summary>Finishes a flow that was cut off; does nothing when none was.</summary>
    [Alias("resume")]
    Task ResumeAsync(Actor actor);

    /// <summary>
    /// What an assessment made now would come to, also whether its charge would wait for credits; nothing is kept. For
    /// staff, refused as the assessment would be (<see cref="AssessAsync"/>).
    /// </summary>
    [Alias("estimate")]
    Task<Answer<AssessmentEstimate>> EstimateAsync(Actor actor, AssessTicket command);

    /// <summary>The ticket as the actor may see it. Refused: <see cref="RefusalCode.NotFound"/>.</summary>
    [Alias("view")]
    Task<Answer<TicketView>> ViewAsync(Actor actor);
}
