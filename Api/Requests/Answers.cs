using Tallydesk.Problems;
using Tallydesk.Refusals;

namespace Tallydesk.Requests;

/// <summary>Turns what a grain or a rule answered into what the client is answered.</summary>
internal static class Answers
{
    /// <summary>200 with a body made from the value, or the refusal as a problem.</summary>
    public static IResult Ok<T, TBody>(this Answer<T> answer, Func<T, TBody> body)
        where T : class => answer.Then(value => new JsonAnswer<TBody>(StatusCodes.Status200OK, body(value)));

    /// <summary>201 with a body made from the value, or the refusal as a problem.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="body">Makes the body.</param>
    /// <param name="location">Where the new thing is found; null when it has no address of its own.</param>
    public static IResult Created<T, TBody>(
        this Answer<T> answer,
        Func<T, TBody> body,
        Func<T, string>? location = null
    )
        where T : class =>
        answer.Then(value => new JsonAnswer<TBody>(StatusCodes.Status201Created, body(value), location?.Invoke(value)));

    /// <summary>Any result made from the value, or the refusal as a problem.</summary>
    public static IResult Then<T>(this Answer<T> answer, Func<T, IResult> result)
        where T : class => answer.Ok ? result(answer.Value) : Problem.Of(answer.Refusal);

    /// <summary>200 with the version as its <c>ETag</c>, or the refusal as a problem.</summary>
    public static IResult Versioned<T, TBody>(
        this Answer<T> answer,
        HttpResponse response,
        Func<T, long> version,
        Func<T, TBody> body
    )
        where T : class =>
        answer.Then(value =>
        {
            response.Headers.ETag = $"\"{version(value)}\"";
            return new JsonAnswer<TBody>(StatusCodes.Status200OK, body(value));
        });
}
