using Tallydesk.Amounts;
using Tallydesk.Credits;
using Tallydesk.Explanations;
using Tallydesk.Licensing;
using Tallydesk.Policy;

namespace Tallydesk.Tickets;

/// <summary>An assessment that was made.</summary>
/// <param name="Revision">1, 2, 3, … within the ticket.</param>
/// <param name="Category">The category.</param>
/// <param name="Coverage">Who pays.</param>
/// <param name="Price">The whole ticket's price in credits.</param>
/// <param name="Status">The ticket's status.</param>
/// <param name="AcknowledgementNeeded">Whether the awaited consent must acknowledge the upgrade's terms; false once none is awaited.</param>
/// <param name="Charged">The ticket's net charge in credits.</param>
/// <param name="Shortage">What has to arrive; absent when nothing is to be paid, or the account did not answer.</param>
/// <param name="Rules">Ids of the rules behind the price.</param>
/// <param name="PolicyVersion">The policy that priced it.</param>
/// <param name="Explanation">How the price is made up and who pays it, in a sentence to the customer. Instants in it are UTC.</param>
internal sealed record MadeAssessment(
    int Revision,
    Category Category,
    CoverageBasis Coverage,
    CreditAmount Price,
    TicketStatus Status,
    bool AcknowledgementNeeded,
    CreditAmount Charged,
    Shortage? Shortage,
    IReadOnlyList<string> Rules,
    string PolicyVersion,
    string Explanation
)
{
    /// <summary>A receipt as its body.</summary>
    /// <exception cref="InvalidOperationException">The receipt is of a command that assesses nothing.</exception>
    public static MadeAssessment Of(TicketReceipt receipt)
    {
        var made = receipt.Assessment ?? throw new InvalidOperationException("The receipt names no assessment.");
        return new(
            made.Revision,
            made.Category,
            made.Coverage,
            made.Price,
            receipt.Status,
            made.AcknowledgementNeeded,
            receipt.Charged,
            receipt.Shortage,
            made.Rules,
            made.PolicyVersion,
            PriceSentences.Of(PriceFacts.Of(made), ReaderClock.Utc)
        );
    }
}
