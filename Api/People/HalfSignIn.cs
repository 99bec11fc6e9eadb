using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Tallydesk.Hosting;
using Tallydesk.Journal;

namespace Tallydesk.People;

/// <summary>Remembers in a cookie of a few minutes who gave the right password and still owes a code.</summary>
internal sealed class HalfSignIn(
    IDataProtectionProvider protection,
    PersonStore people,
    IOptions<SiteOptions> site,
    TimeProvider time
)
{
    private const string Cookie = "tallydesk-half";
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);
    private readonly IDataProtector protector = protection.CreateProtector("Tallydesk.HalfSignIn");

    /// <summary>The password was right.</summary>
    public void Begin(HttpContext http, Person person) =>
        http.Response.Cookies.Append(
            site.Value.CookieName(Cookie),
            protector.Protect(StateJson.Write(new Content(person.Id, person.Secrets.Stamp, time.GetUtcNow() + Lasts))),
            Options
        );

    /// <summary>Who owes a code; null when nobody does, or the time is over.</summary>
    public async Task<Person?> FindAsync(HttpContext http)
    {
        if (http.Request.Cookies[site.Value.CookieName(Cookie)] is not { } cookie)
        {
            return null;
        }

        try
        {
            var content = StateJson.Read<Content>(protector.Unprotect(cookie));
            return
                content.Until > time.GetUtcNow()
                && await people.FindByIdAsync(content.Person, default) is { DisabledAt: null } person
                && person.Secrets.Stamp == content.Stamp
                ? person
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The code was right, or is not wanted any more.</summary>
    public void End(HttpContext http) => http.Response.Cookies.Delete(site.Value.CookieName(Cookie), Options);

    private CookieOptions Options =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = site.Value.IsSecure,
            Path = "/",
            IsEssential = true,
            MaxAge = Lasts,
        };

    private sealed record Content(string Person, string Stamp, DateTimeOffset Until);
}
