using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Tallydesk.Hosting;
using Tallydesk.Journal;

namespace Tallydesk.Identity;

/// <summary>Cookies with the state between two sign-in steps, encrypted with data protection and valid for five minutes.</summary>
public sealed class StepCookies(IDataProtectionProvider protection, IOptions<SiteOptions> site, TimeProvider time)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    /// <summary>Sets a cookie.</summary>
    public void Set<T>(HttpContext http, string name, T content)
        where T : class =>
        http.Response.Cookies.Append(
            site.Value.CookieName(name),
            ProtectorOf(name).Protect(StateJson.Write(new Kept<T>(content, time.GetUtcNow() + Lasts))),
            Options
        );

    /// <summary>The content of a cookie; null if it is missing, invalid or expired.</summary>
    public T? Find<T>(HttpContext http, string name)
        where T : class
    {
        if (http.Request.Cookies[site.Value.CookieName(name)] is not { } cookie)
        {
            return null;
        }

        try
        {
            var kept = StateJson.Read<Kept<T>>(ProtectorOf(name).Unprotect(cookie));
            return kept.Until > time.GetUtcNow() ? kept.Content : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Removes a cookie.</summary>
    public void Remove(HttpContext http, string name) =>
        http.Response.Cookies.Delete(site.Value.CookieName(name), Options);

    private IDataProtector ProtectorOf(string name) => protection.CreateProtector("Tallydesk.StepCookies", name);

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

    private sealed record Kept<T>(T Content, DateTimeOffset Until);
}
