using Microsoft.Extensions.Options;

namespace Tallydesk.Audit;

/// <summary>Adds the audit's anchors to a silo.</summary>
public static class AuditRegistration
{
    /// <summary>Adds what anchors the audit.</summary>
    public static void AddAudit(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AuditOptions>().Bind(configuration.GetSection(AuditOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuditOptions>, AuditOptionsValidator>();
        services.AddSingleton<Anchors>();
        services.AddHostedService<AnchorService>();
    }
}
