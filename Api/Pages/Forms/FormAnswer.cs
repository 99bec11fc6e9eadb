using Tallydesk.Problems;
using Tallydesk.Refusals;
using Tallydesk.Requests;

namespace Tallydesk.Pages.Forms;

/// <summary>What the sender of a form is answered.</summary>
internal static class FormAnswer
{
    /// <summary>Carries out what a form asks; a field that can't be read is a refusal too.</summary>
    /// <param name="form">The form.</param>
    /// <param name="act">The command.</param>
    /// <param name="done">Where it leads once it is done.</param>
    /// <param name="refused">The page again, with why.</param>
    public static async Task<IResult> OfAsync<T>(
        PageForm form,
        Func<Task<Answer<T>>> act,
        Func<T, IResult> done,
        Func<Refusal, Task<IResult>> refused
    )
        where T : class
    {
        try
        {
            var answer = await act();
            return answer switch
            {
                { Ok: true } => done(answer.Value),
                // The form is to be sent again as it is, with its command: shown again, it would have another one.
                { Refusal.Code: RefusalCode.TryAgainLater } => Problem.Of(answer.Refusal),
                _ => await refused(form.Refused(answer.Refusal)),
            };
        }
        catch (InvalidFieldException invalid)
        {
            return await refused(form.Refused(Fields.Invalid(invalid.Field, invalid.Message)));
        }
    }

    /// <inheritdoc cref="OfAsync{T}(PageForm, Func{Task{Answer{T}}}, Func{T, IResult}, Func{Refusal, Task{IResult}})"/>
    public static Task<IResult> OfAsync<T>(
        PageForm form,
        Func<Task<Answer<T>>> act,
        Func<T, IResult> done,
        Func<Refusal, IResult> refused
    )
        where T : class => OfAsync(form, act, done, refusal => Task.FromResult(refused(refusal)));

    /// <summary>The refusal's sentence for the page of the thing itself; null where it does not exist or belongs to someone else, which look the same.</summary>
    public static string? Why(this Refusal refusal) => refusal.Code == RefusalCode.NotFound ? null : refusal.Detail;
}
