using Tallydesk.Identity;

namespace Tallydesk.People;

/// <summary>Remembers in a cookie of a few minutes who gave the right password and still owes a code.</summary>
public sealed class HalfSignIn(StepCookies cookies, PersonStore people)
{
    private const string Cookie = "tallydesk-half";

    /// <summary>The password was right.</summary>
    public void Begin(HttpContext http, Person person) =>
        cookies.Set(http, Cookie, new Content(person.Id, person.Secrets.Stamp));

    /// <summary>The person who has to enter a code; null if there is none, or the time has expired.</summary>
    public async Task<Person?> FindAsync(HttpContext http) =>
        cookies.Find<Content>(http, Cookie) is { } content
        && await people.FindByIdAsync(content.Person, default) is { DisabledAt: null } person
        && person.Secrets.Stamp == content.Stamp
            ? person
            : null;

    /// <summary>The code was correct, or is no longer required.</summary>
    public void End(HttpContext http) => cookies.Remove(http, Cookie);

    private sealed record Content(string Person, string Stamp);
}
