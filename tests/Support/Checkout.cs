namespace Tallydesk.Tests.Support;

/// <summary>The checkout that the tests run in, for documents that are held against the code.</summary>
public static class Checkout
{
    /// <summary>Its topmost folder.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside their repository.");
        }

        return folder.FullName;
    }
}
