using Tallydesk.Hosting;
using Tallydesk.Pages.Forms;
using Tallydesk.People;

namespace Tallydesk.Pages;

/// <summary>Adds the pages to the gateway.</summary>
internal static class PageHosting
{
    /// <summary>Adds what pages need.</summary>
    public static void AddPages(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<BuildId>();
        builder.Services.AddScoped<FormRefusal>();
        builder.Services.AddScoped<AccountPages>();
        builder.Services.AddRazorComponents().AddInteractiveWebAssemblyComponents();
    }

    /// <summary>Adds the pages and their files.</summary>
    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous().DisableRateLimiting();
        app.MapRazorComponents<App>().AddInteractiveWebAssemblyRenderMode();
        app.MapDeskPages();
    }
}
