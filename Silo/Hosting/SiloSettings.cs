using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace Tallydesk.Hosting;

/// <summary>The settings of a process that hosts or calls grains.</summary>
public static class SiloSettings
{
    private const string File = "silo.json";

    /// <summary>Adds the program's own <c>silo.json</c> below all other sources.</summary>
    public static void AddSiloSettings(this IConfigurationManager configuration) =>
        configuration.Sources.Insert(
            0,
            new JsonConfigurationSource
            {
                Path = File,
                FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory),
                Optional = true,
            }
        );
}
