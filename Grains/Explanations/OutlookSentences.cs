using Tallydesk.Credits;

namespace Tallydesk.Explanations;

/// <summary>How many questions a balance is worth. The sentences are the same for the customer and for staff.</summary>
public static class OutlookSentences
{
    /// <summary><c>Enough for 34 questions at 5 credits each.</c></summary>
    public static string Of(BalanceOutlook outlook)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        var price = Wording.Credits(outlook.Question);
        return (outlook.Question.Value, outlook.Lacking.Value, outlook.Questions) switch
        {
            (_, > 0, _) => $"Waiting tickets need {Wording.More(outlook.Lacking)}.",
            (0, _, _) => "Questions cost nothing.",
            (_, _, 0) =>
                $"A question costs {price}. This needs {Wording.More(outlook.Question - outlook.Available)}.",
            (_, _, 1) => $"Enough for 1 question at {price}.",
            (_, _, var questions) => $"Enough for {questions} questions at {price} each.",
        };
    }
}
