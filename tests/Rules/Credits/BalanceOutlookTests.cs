using Tallydesk.Credits;
using Tallydesk.Explanations;
using Xunit;

namespace Tallydesk.Tests.Credits;

/// <summary>What a balance is worth: what is reserved, what is available, and how many questions that is.</summary>
public sealed class BalanceOutlookTests
{
    [Theory]
    [InlineData(170, 0, 5, 0, 170, 34, 5, "Enough for 34 questions at 5 credits each.")]
    [InlineData(170, 60, 5, 60, 110, 22, 5, "Enough for 22 questions at 5 credits each.")]
    [InlineData(9, 0, 5, 0, 9, 1, 5, "Enough for 1 question at 5 credits.")]
    [InlineData(4, 0, 5, 0, 4, 0, 0, "A question costs 5 credits. This needs 1 more credit.")]
    [InlineData(0, 0, 1, 0, 0, 0, 0, "A question costs 1 credit. This needs 1 more credit.")]
    [InlineData(50, 60, 5, 50, 0, 0, 0, "Waiting tickets need 10 more credits.")]
    [InlineData(50, 50, 5, 50, 0, 0, 0, "A question costs 5 credits. This needs 5 more credits.")]
    [InlineData(50, 0, 0, 0, 50, 0, 0, "Questions cost nothing.")]
    public void A_balance_is_worth_so_many_questions_after_waiting_charges(
        long balance,
        long waiting,
        long question,
        long reserved,
        long available,
        long questions,
        long next,
        string sentence
    )
    {
        var outlook = new BalanceOutlook(new(balance), new(waiting), new(question));

        Assert.Equal(
            (reserved, available, questions, next),
            (outlook.Reserved.Value, outlook.Available.Value, outlook.Questions, outlook.Next.Value)
        );
        Assert.Equal(sentence, OutlookSentences.Of(outlook));
    }
}
