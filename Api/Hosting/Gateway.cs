using System.Diagnostics.CodeAnalysis;
using Tallydesk.Attachments;
using Tallydesk.Chats;
using Tallydesk.CompanyLogin;
using Tallydesk.Customers;
using Tallydesk.Identity;
using Tallydesk.Limits;
using Tallydesk.Mail;
using Tallydesk.Pages;
using Tallydesk.Passkeys;
using Tallydesk.People;
using Tallydesk.Queues;
using Tallydesk.Requests;
using Tallydesk.Tickets;
using Tallydesk.Webhooks;

namespace Tallydesk.Hosting;

/// <summary>The gateway process: REST, hubs and pages, and in the embedded default the grains too.</summary>
internal static class Gateway
{
    /// <summary>The argument that fills an empty database with a vendor to look at.</summary>
    public const string DemoSwitch = "--demo";

    /// <summary>Puts the process together from its arguments, the environment and the settings files.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="time">The clock; the system clock if absent.</param>
    /// <exception cref="Storage.StartupException">A setting is wrong; the message names its key.</exception>
    public static WebApplication Build(string[] args, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateBuilder(
            // A switch has no value, so the settings would take the next argument for it.
            // Settings and pages stand beside the program, wherever it is started from.
            new WebApplicationOptions
            {
                Args = [.. args.Where(arg => arg != DemoSwitch)],
                ContentRootPath = AppContext.BaseDirectory,
                // Also where another program hosts it, as tests do: the pages' files go by this name.
                ApplicationName = typeof(Gateway).Assembly.GetName().Name,
            }
        );
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        // It logs each address as it was called, and a hub's bears a token, a mailed link its proof.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.WebHost.UseStaticWebAssets();
        builder.AddServer();
        builder.AddProxies();
        builder.AddDesk();
        builder.AddIdentity();
        builder.AddRest();
        builder.AddRequestLimits();
        builder.AddMail();
        builder.AddPeople();
        builder.AddCompanyLogin();
        builder.AddPasskeys();
        builder.AddAttachments();
        builder.AddTicketHub();
        builder.AddLiveQueue();
        builder.AddChats();
        builder.AddWebhooks();
        builder.AddPages();

        var app = builder.Build();
        app.UseGateway();
        app.MapTallydeskHealth();
        app.MapGet($"/openapi/{ApiDocument.Name}.json", (ApiDocumentText document) => document.GetAsync())
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.MapSignIn();
        app.MapCompanyLogin();
        app.MapPasskeys();
        app.MapAccess();
        app.MapAddressConfirmation();
        app.MapAccount();
        app.MapPeoplePage();
        app.MapPages();
        app.MapTicketHub();
        app.MapLiveQueue();
        app.MapChatHub();
        app.MapV1();
        return app;
    }

    /// <summary>Prints the address and, on the first start, the admin token.</summary>
    [SuppressMessage("Usage", "MA0042", Justification = "The console is not waited for.")]
    public static void Announce(this WebApplication app)
    {
        Console.WriteLine($"Tallydesk is listening on {string.Join(", ", app.Urls)}");
        if (app.Services.GetRequiredService<BootstrapToken>().Made is { } token)
        {
            Console.WriteLine($"Admin token, shown this once: {token}");
        }
    }
}
