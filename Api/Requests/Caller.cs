using Tallydesk.Identity;

namespace Tallydesk.Requests;

/// <summary>Who makes the request.</summary>
/// <param name="Actor">The actor that the token represents.</param>
internal sealed record Caller(Actor Actor)
{
    /// <summary>Reads the caller from the request; its endpoint requires authentication.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext http) => ValueTask.FromResult<Caller?>(Of(http));

    /// <summary>The caller of a request that has been authenticated.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is open to anyone and can't ask who calls.</exception>
    public static Caller Of(HttpContext http) =>
        http.User.Proof() is null
            ? throw new InvalidOperationException("This endpoint has no caller.")
            : new(ActorClaims.ActorOf(http));
}
