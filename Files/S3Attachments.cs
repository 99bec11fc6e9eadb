using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Options;

namespace Tallydesk.Attachments;

/// <summary>Keeps files in a bucket of an S3-compatible storage.</summary>
internal sealed class S3Attachments : IAttachmentStore, IDisposable
{
    private readonly AmazonS3Client client;
    private readonly string bucket;

    /// <summary>A client by the settings.</summary>
    public S3Attachments(IOptions<AttachmentOptions> options)
    {
        var s3 = options.Value.S3;
        bucket = s3.Bucket!;
        client = new(
            new BasicAWSCredentials(s3.AccessKey, s3.SecretKey),
            new AmazonS3Config
            {
                ServiceURL = s3.Endpoint,
                AuthenticationRegion = s3.Region,
                // Compatible servers know buckets by path, and not all know newer checksums.
                ForcePathStyle = true,
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            }
        );
    }

    /// <inheritdoc/>
    public Task PutAsync(string place, Stream content, CancellationToken cancellation) =>
        client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = bucket,
                Key = place,
                InputStream = content,
                AutoCloseStream = false,
                ContentType = "application/octet-stream",
                UseChunkEncoding = false,
            },
            cancellation
        );

    /// <inheritdoc/>
    public async Task<Stream?> OpenAsync(string place, CancellationToken cancellation)
    {
        try
        {
            var found = await client.GetObjectAsync(bucket, place, cancellation);
            return found.ResponseStream;
        }
        catch (AmazonS3Exception gone) when (gone.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string place, CancellationToken cancellation) =>
        client.DeleteObjectAsync(bucket, place, cancellation);

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();
}
