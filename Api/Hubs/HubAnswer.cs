using Tallydesk.Problems;
using Tallydesk.Refusals;
using Tallydesk.Requests;

namespace Tallydesk.Feeds;

/// <summary>Answers of hub methods that change something.</summary>
internal static class HubAnswer
{
    /// <summary>Carries out an act. A field that can't be read is also a refusal; a lost answer is not.</summary>
    /// <param name="act">The act.</param>
    /// <param name="done">Its answer.</param>
    /// <param name="refused">The answer of a refusal: its code and why.</param>
    public static async Task<TAnswer> OfAsync<T, TAnswer>(
        Func<Task<Answer<T>>> act,
        Func<T, TAnswer> done,
        Func<string, string, TAnswer> refused
    )
        where T : class
    {
        try
        {
            var answer = await act();
            return answer.Ok ? done(answer.Value) : Refused(answer.Refusal);
        }
        catch (InvalidFieldException invalid)
        {
            return Refused(Fields.Invalid(invalid.Field, invalid.Message));
        }
        catch (Exception e) when (TransientFailure.KindOf(e) is { } kind)
        {
            return refused(
                kind.Code,
                kind == ProblemKind.OutcomeUnknown
                    ? "The request timed out, so its outcome is unknown. Try again to get the result."
                    : "Tallydesk is temporarily unavailable. Try again in a moment."
            );
        }

        // What is absent and what is another's are answered alike, whatever they are.
        TAnswer Refused(Refusal refusal) =>
            refused(
                ProblemKind.Of(refusal.Code).Code,
                refusal.Code == RefusalCode.NotFound ? Problem.NothingToSee : refusal.Detail
            );
    }
}
