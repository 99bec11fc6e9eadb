using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Tallydesk.Storage;

namespace Tallydesk.Hosting;

/// <summary>The settings of a process that hosts or calls grains.</summary>
internal static class SiloSettings
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

    /// <summary>A section's options, read now because what is registered depends on them.</summary>
    /// <exception cref="StartupException">A value can't be read, or is refused; the message names its key.</exception>
    public static T Read<T>(this IConfiguration configuration, string section, IValidateOptions<T> validator)
        where T : class, new()
    {
        var options = new T();
        try
        {
            configuration.GetSection(section).Bind(options);
        }
        catch (InvalidOperationException wrong)
        {
            // The binder's message names the key.
            throw new StartupException(wrong.Message, wrong);
        }

        var verdict = validator.Validate(null, options);
        return verdict.Failed ? throw new StartupException(verdict.FailureMessage) : options;
    }
}
