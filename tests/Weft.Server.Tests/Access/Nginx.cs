using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weft.Server.Tests.Access;

/// <summary>Debian's nginx before a server, as docs/access.md sets it up: it does TLS and passes WebSockets on.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private Nginx(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The program; null when it is not installed.</summary>
    public static string? Find() => ((string?[])[Environment.GetEnvironmentVariable("NGINX"), "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"]).FirstOrDefault(File.Exists);

    public static async Task<Nginx> StartAsync(string program, string folder, TestCertificate certificate, int serverPort)
    {
        var port = FreePort();
        var configuration = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(configuration, Configuration(folder, certificate, port, serverPort), Ct);
        var start = new ProcessStartInfo(program, ["-p", folder, "-c", configuration, "-e", "stderr"]) { RedirectStandardError = true, UseShellExecute = false };
        var nginx = new Nginx(new Process { StartInfo = start }, port);
        nginx._process.ErrorDataReceived += (_, line) => nginx.Note(line.Data);
        nginx._process.Start();
        nginx._process.BeginErrorReadLine();
        await nginx.ListeningAsync();
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static string Configuration(string folder, TestCertificate certificate, int port, int serverPort) => $$"""
        daemon off;
        master_process off;
        pid {{folder}}/nginx.pid;
        error_log stderr;
        events { }
        http {
            access_log off;
            client_body_temp_path {{folder}}/body;
            proxy_temp_path {{folder}}/proxy;
            fastcgi_temp_path {{folder}}/fastcgi;
            uwsgi_temp_path {{folder}}/uwsgi;
            scgi_temp_path {{folder}}/scgi;
            map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
            server {
                listen 127.0.0.1:{{port}} ssl http2;
                ssl_certificate {{certificate.CertificateFile}};
                ssl_certificate_key {{certificate.KeyFile}};
                location / {
                    proxy_pass http://127.0.0.1:{{serverPort}};
                    proxy_http_version 1.1;
                    proxy_set_header Upgrade $http_upgrade;
                    proxy_set_header Connection $connection_upgrade;
                    proxy_set_header X-Forwarded-For $remote_addr;
                    proxy_set_header X-Forwarded-Proto $scheme;
                    proxy_set_header X-Forwarded-Host $http_host;
                    proxy_read_timeout 120s;
                    proxy_buffering off;
                    client_max_body_size 64m;
                }
            }
        }
        """;

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ListeningAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(Patience);
        while (true)
        {
            Assert.False(_process.HasExited, "nginx ended: " + Said());
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Port, patience.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50, patience.Token);
            }
        }
    }

    private void Note(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
    }

    private string Said()
    {
        lock (_said)
        {
            return _said.ToString();
        }
    }
}
