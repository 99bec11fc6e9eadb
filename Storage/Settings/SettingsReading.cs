using Microsoft.Extensions.Options;

namespace Tallydesk.Storage.Settings;

/// <summary>Reads settings before services are registered.</summary>
public static class SettingsReading
{
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
