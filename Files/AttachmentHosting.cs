using Microsoft.Extensions.Options;
using Tallydesk.Storage.Settings;

namespace Tallydesk.Attachments;

/// <summary>Adds attachments to the gateway.</summary>
public static class AttachmentHosting
{
    /// <summary>Adds attachments with the configured store and the sweep.</summary>
    public static void AddAttachments(this IHostApplicationBuilder builder)
    {
        var options = builder.Configuration.Read(AttachmentOptions.Section, new AttachmentOptionsValidator());
        builder.Services.AddSingleton(Options.Create(options));
        builder.Services.AddSingleton<AttachmentTable>();
        builder.Services.AddSingleton<AttachmentService>();
        if (string.IsNullOrEmpty(options.S3.Endpoint))
        {
            builder.Services.AddSingleton<IAttachmentStore, DiskAttachments>();
        }
        else
        {
            builder.Services.AddSingleton<IAttachmentStore, S3Attachments>();
        }

        builder.Services.AddSingleton<AttachmentSweep>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<AttachmentSweep>());
    }
}
